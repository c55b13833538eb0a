// FLAGS: -std=c17
// libarchive: entries, what is wanted of them, and where they go.
#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <stddef.h>
#include <sys/stat.h>
#include <unistd.h>

#include "corpus.h"

static struct archive *opened;
static void OpenIt(const char *name) {
  opened = archive_read_new();
  archive_read_support_filter_all(opened);
  archive_read_open_filename(opened, name, 10240);
}
void InAGlobal(void) {
  struct archive_entry *entry;
  OpenIt("global.tar");
  archive_read_next_header(opened, &entry);
  archive_read_data_into_fd(opened, 1);  // FLOW: global.tar -> stdout
}

void IntoAFile(void) {
  struct archive_entry *entry;
  struct archive *a = archive_read_new();
  archive_read_open_filename(a, "one.tar", 10240);
  archive_read_next_header(a, &entry);
  archive_read_data_into_fd(a, open("one.bin", O_WRONLY | O_CREAT, 0644));  // FLOW: one.tar -> one.bin
}

void Repacked(void) {
  struct archive_entry *entry;
  struct archive *in = archive_read_new(), *out = archive_write_new();
  archive_read_add_passphrase(in, "secret");
  archive_read_open_filename(in, "in.zip", 10240);
  archive_write_set_format_pax_restricted(out);
  archive_write_open_filename(out, "out.tar");
  while (archive_read_next_header(in, &entry) == ARCHIVE_OK) {
    archive_entry_copy_pathname(entry, ReadText("renames"));
    archive_entry_set_mode(entry, 0644);
    archive_write_header(out, entry);  // FLOW: in.zip -> out.tar, renames -> out.tar
    char buffer[512];
    archive_read_data(in, buffer, sizeof buffer);
    archive_write_data(out, buffer, sizeof buffer);  // FLOW: in.zip -> out.tar  NEVER: renames
  }
}

void WhatIsWanted(void) {
  struct archive_entry *entry;
  struct archive *a = archive_read_new(), *match = archive_match_new();
  archive_read_open_filename(a, "all.tar", 10240);
  archive_match_include_pattern_from_file(match, "patterns.txt", 0);
  while (archive_read_next_header(a, &entry) == ARCHIVE_OK) {
    if (archive_match_excluded(match, entry)) continue;
    char buffer[512];
    archive_read_data(a, buffer, sizeof buffer);
    WriteFrom("wanted", buffer, sizeof buffer);  // FLOW: all.tar, patterns.txt(indirect)  NOT: patterns.txt
  }
}

void FromTheDisk(void) {
  struct stat s;
  struct archive *disk = archive_read_disk_new();
  struct archive_entry *entry = archive_entry_new();
  ReadInto("status", &s, sizeof s);
  archive_read_disk_entry_from_file(disk, entry, -1, &s);
  Write("size", (int)archive_entry_size(entry));  // FLOW: status
  Write("clean", (int)archive_entry_size(archive_entry_new()));  // NEVER: status
}
