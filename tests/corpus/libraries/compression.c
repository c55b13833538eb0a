// FLAGS: -std=c17
// zlib, zstd, LZ4, bzip2, xz, libarchive: what goes in comes out.
#include <archive.h>
#include <archive_entry.h>
#include <bzlib.h>
#include <lz4.h>
#include <lzma.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

#include "corpus.h"

void gzip_to_gzip(void) {
  char buffer[512];
  gzFile in = gzopen("clicks.csv.gz", "rb");
  gzFile other = gzopen("views.csv.gz", "rb");
  gzFile out = gzopen("copy.csv.gz", "wb");
  int n = gzread(in, buffer, sizeof buffer);
  char unused[512];
  gzread(other, unused, sizeof unused);
  WriteFrom("unused", unused, sizeof unused);  // FLOW: views.csv.gz  NEVER: clicks.csv.gz
  gzwrite(out, buffer, n);  // FLOW: clicks.csv.gz -> copy.csv.gz  NEVER: views.csv.gz
}

void zlib_in_one_call(void) {
  unsigned char raw[100], packed[200];
  unsigned long size = sizeof packed;
  ReadInto("raw", raw, sizeof raw);
  WriteFrom("before", packed, size);
  compress(packed, &size, raw, sizeof raw);
  WriteFrom("packed", packed, size);  // FLOW: raw(transformation)
}

void zlib_stream(void) {
  unsigned char in[100], out[100];
  z_stream s;
  memset(&s, 0, sizeof s);
  inflateInit(&s);
  ReadInto("deflated", in, sizeof in);
  s.next_in = in;
  s.next_out = out;
  inflate(&s, Z_NO_FLUSH);
  WriteFrom("inflated", out, sizeof out);  // FLOW: deflated(transformation)
}

void zstd_in_one_call(void) {
  char raw[100], packed[200];
  ReadInto("raw.zst", raw, sizeof raw);
  size_t n = ZSTD_decompress(packed, sizeof packed, raw, sizeof raw);
  (void)n;
  WriteFrom("unpacked", packed, sizeof packed);  // FLOW: raw.zst(transformation)
}

void zstd_stream(void) {
  char raw[100], packed[200];
  ReadInto("lines", raw, sizeof raw);
  ZSTD_CCtx *context = ZSTD_createCCtx();
  ZSTD_inBuffer in = {raw, sizeof raw, 0};
  ZSTD_outBuffer out = {packed, sizeof packed, 0};
  ZSTD_compressStream2(context, &out, &in, ZSTD_e_end);
  WriteFrom("lines.zst", packed, out.pos);  // FLOW: lines(transformation)
}

void lz4_in_one_call(void) {
  char raw[100], packed[200];
  ReadInto("raw.lz4", raw, sizeof raw);
  LZ4_decompress_safe(raw, packed, sizeof raw, sizeof packed);
  WriteFrom("unpacked.lz4", packed, sizeof packed);  // FLOW: raw.lz4(transformation)
}

void bzip2_file(void) {
  char buffer[100];
  BZFILE *in = BZ2_bzopen("corpus.bz2", "rb");
  BZ2_bzread(in, buffer, sizeof buffer);
  WriteFrom("corpus", buffer, sizeof buffer);  // FLOW: corpus.bz2
}

void xz_stream(void) {
  unsigned char in[100], out[100];
  lzma_stream s = LZMA_STREAM_INIT;
  lzma_stream_decoder(&s, UINT64_MAX, 0);
  ReadInto("model.xz", in, sizeof in);
  s.next_in = in;
  s.next_out = out;
  lzma_code(&s, LZMA_FINISH);
  WriteFrom("model", out, sizeof out);  // FLOW: model.xz(transformation)
}

void archive_entries(void) {
  char buffer[100];
  struct archive_entry *entry;
  struct archive *a = archive_read_new();
  archive_read_support_format_tar(a);
  archive_read_open_filename(a, "images.tar", 10240);
  while (archive_read_next_header(a, &entry) == ARCHIVE_OK) {
    WriteText("names", archive_entry_pathname(entry));  // FLOW: images.tar
    archive_read_data(a, buffer, sizeof buffer);
    WriteFrom("image", buffer, sizeof buffer);  // FLOW: images.tar
  }
}
