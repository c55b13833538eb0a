// Users, hosts, tables and trees of the C library.
#define _GNU_SOURCE
#include <argz.h>
#include <arpa/inet.h>
#include <dirent.h>
#include <ftw.h>
#include <grp.h>
#include <libintl.h>
#include <netdb.h>
#include <pwd.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/xattr.h>

#include "corpus.h"

void Users(void) {
  struct passwd* found = getpwnam("me");  // NAME: /etc/passwd
  WriteText("home", found->pw_dir);       // FLOW: /etc/passwd
  struct group one, *result;
  char buffer[512];
  getgrgid_r(0, &one, buffer, sizeof buffer, &result);  // NAME: /etc/group
  WriteText("group", result->gr_name);  // FLOW: /etc/group NEVER: /etc/passwd
}

void Hosts(void) {
  struct in_addr address;
  inet_aton(ReadText("dotted"), &address);
  Write("number", address.s_addr);  // FLOW: dotted NEVER: host
  char text[64];
  inet_ntop(AF_INET, &address, text, sizeof text);
  WriteText("text", text);  // FLOW: dotted NEVER: host
  struct addrinfo* all;
  getaddrinfo(ReadText("host"), 0, 0, &all);
  Write("family", all->ai_family);  // FLOW: host NEVER: dotted
}

static int Compare(const void* a, const void* b) { return strcmp(a, b); }

static void Visit(const void* node, VISIT visit, int depth) {
  WriteText("visited", *(char* const*)node);  // FLOW: kept NEVER: sought, dropped
}

void Trees(void) {
  void* root = 0;
  char* dropped = ReadText("dropped");
  tsearch(ReadText("kept"), &root, Compare);
  void* found = tfind(ReadText("sought"), &root, Compare);
  WriteText("found", *(char**)found);  // FLOW: kept NEVER: sought, dropped
  twalk(root, Visit);
  WriteText("dropped", dropped);  // FLOW: dropped NEVER: kept
}

void TwoTrees(void) {
  void *left = 0, *right = 0;
  tsearch(ReadText("left"), &left, Compare);
  tsearch(ReadText("right"), &right, Compare);
  WriteText("of_left", *(char**)tfind("x", &left, Compare));  // FLOW: left NEVER: right
}

void HashTable(void) {
  ENTRY item = {.key = "age", .data = ReadText("age")}, *found;
  hcreate(10);
  hsearch(item, ENTER);
  ENTRY query = {.key = "age"};
  found = hsearch(query, FIND);
  WriteText("age", found->data);  // FLOW: age
}

void Vectors(void) {
  char *texts = 0, *others = 0, *entry = 0;
  size_t size = 0, other_size = 0;
  argz_add(&texts, &size, ReadText("first"));
  argz_add(&texts, &size, ReadText("second"));
  argz_add(&others, &other_size, ReadText("third"));
  while ((entry = argz_next(texts, size, entry))) {
    WriteText("entry", entry);  // FLOW: first, second NEVER: third
  }
}

void Translated(void) {
  WriteText("greeting", gettext(ReadText("text")));  // FLOW: text
}

void Attributes(void) {
  char value[64], clean[64];
  getxattr("a.bin", "user.tag", value, sizeof value);  // NAME: a.bin
  strcpy(clean, ReadText("clean"));
  setxattr("b.bin", "user.tag", value, sizeof value, 0);  // FLOW: a.bin NEVER: clean NAME: b.bin
  WriteText("clean", clean);  // FLOW: clean NEVER: a.bin
}

static int Walked(const char* path, const struct stat* status, int flag) {
  FILE* file = fopen(path, "r");
  char line[100];
  if (fgets(line, sizeof line, file)) {  // NAME: data/{*}
    WriteText("line", line);  // FLOW: data/{*}
  }
  fclose(file);
  return 0;
}

void Walk(void) { ftw("data", Walked, 10); }

void Listed(void) {
  DIR* folder = opendir("parts");
  struct dirent* entry;
  while ((entry = readdir(folder))) {
    char path[300], line[100];
    snprintf(path, sizeof path, "parts/%s", entry->d_name);
    FILE* file = fopen(path, "r");
    if (fgets(line, sizeof line, file)) {  // NAME: parts/{*}
      WriteText("part", line);  // FLOW: parts/{*}
    }
    fclose(file);
  }
}
