// The corpus's own outside world: cheap functions that read and write assets, whose meaning stands in
// corpus.txtpb. Cases include this instead of heavy headers. None has a body: cases are analysed, not run.
#pragma once

#ifdef __cplusplus
extern "C" {
#endif

typedef __SIZE_TYPE__ Bytes;

int Read(const char* name);
double ReadReal(const char* name);
const char* ReadText(const char* name);
void* ReadBlock(const char* name);                          // new memory, full of what was read
void ReadInto(const char* name, void* to, Bytes bytes);      // from the start of `to`
void Write(const char* name, int value);
void WriteReal(const char* name, double value);
void WriteText(const char* name, const char* text);
void WriteFrom(const char* name, const void* from, Bytes bytes);

// A file that is opened in one place and used in another.
typedef struct File File;
File* Open(const char* name);
int ReadFrom(File* file);
void WriteTo(File* file, int value);
void Close(File* file);

// A table and its columns.
typedef struct Table Table;
Table* OpenTable(const char* name);
int ReadColumn(Table* table, const char* column);
void WriteColumn(Table* table, const char* column, int value);

int Any(void);         // some number that no asset had a part in
void Use(int value);   // known to pass nothing on

int Unmodelled(int value);  // not in the catalog: what comes out of it is assumed

#ifdef __cplusplus
}

// The same for any type.
template <typename T>
T ReadAs(const char* name);
template <typename T>
void WriteAs(const char* name, const T& value);
#endif
