// The field and enum numbers of proto/ledger.proto, for who writes it by hand.
// runtime/records_test.cc holds them to the schema.
#ifndef PEDIGREE_RUNTIME_FIELDS_H_
#define PEDIGREE_RUNTIME_FIELDS_H_

#include <stdint.h>

namespace pedigree::field {

enum Record : uint32_t {
  kRun = 1,
  kProcess = 2,
  kAccess = 3,
  kParameter = 4,
  kMetric = 5,
  kInference = 6,
  kLoss = 7,
  kProcessEnd = 8,
  kRunEnd = 9,
};
enum Run : uint32_t {
  kRunSchemaVersion = 1,
  kRunId = 2,
  kRunJob = 3,
  kRunArgv = 4,
  kRunWorkingDirectory = 6,
  kRunStartedUnixNs = 7,
  kRunObserver = 12,
  kRunStarted = 13,
};
enum Process : uint32_t {
  kProcessId = 1,
  kProcessParent = 2,
  kProcessArgv = 3,
  kProcessExecutable = 4,
  kProcessBuildId = 5,
  kProcessGraph = 6,
  kProcessObserver = 7,
  kProcessPid = 8,
  kProcessParentPid = 9,
  kProcessStarted = 10,
  kProcessWorkingDirectory = 11,
};
enum Access : uint32_t {
  kAccessProcess = 1,
  kAccessMode = 2,
  kAccessNamespace = 3,
  kAccessName = 4,
  kAccessNewName = 5,
  kAccessKind = 6,
  kAccessObserver = 7,
  kAccessOpened = 8,
  kAccessClosed = 9,
  kAccessBytesRead = 10,
  kAccessBytesWritten = 11,
  kAccessRead = 12,
  kAccessWritten = 13,
  kAccessFile = 14,
  kAccessVersion = 15,
  kAccessSite = 16,
  kAccessFunction = 17,
  kAccessColumn = 18,
  kAccessError = 19,
  kAccessTruncated = 20,
  kAccessAppended = 21,
  kAccessResolved = 22,
  kAccessInherited = 23,
  kAccessStream = 24,
};
enum Digest : uint32_t {
  kDigestHow = 1,
  kDigestAlgorithm = 2,
  kDigestValue = 3,
  kDigestSize = 4,
  kDigestReason = 5
};
enum File : uint32_t {
  kFileDevice = 1,
  kFileInode = 2,
  kFileSize = 3,
  kFileMtime = 4,
  kFileCtime = 5
};
enum Version : uint32_t { kVersionId = 1, kVersionRows = 2, kVersionSpan = 3 };
enum Span : uint32_t { kSpanPartition = 1, kSpanFirst = 2, kSpanLast = 3 };
enum Place : uint32_t { kPlaceFile = 1, kPlaceLine = 2, kPlaceColumn = 3 };
enum Parameter : uint32_t {
  kParameterProcess = 1,
  kParameterName = 2,
  kParameterValue = 3,
  kParameterSeed = 4
};
enum Metric : uint32_t {
  kMetricProcess = 1,
  kMetricName = 2,
  kMetricValue = 3,
  kMetricStep = 4,
  kMetricDataset = 5
};
enum Inference : uint32_t {
  kInferenceProcess = 1,
  kInferenceToken = 2,
  kInferenceModel = 3,
  kInferenceInput = 4,
  kInferenceOutput = 5,
  kInferenceOrder = 6,
};
enum Loss : uint32_t { kLossProcess = 1, kLossWhy = 2, kLossCount = 3, kLossDetail = 4 };
enum ProcessEnd : uint32_t { kEndProcess = 1, kEndExitStatus = 2, kEndSignal = 3 };

}  // namespace pedigree::field

namespace pedigree {

// ledger.proto's Access.Mode.
enum class Mode : uint32_t {
  kNone = 0,
  kRead = 1,
  kWrite = 2,
  kReadWrite = 3,
  kRename = 4,
  kDelete = 5,
  kExecute = 6,
  kLink = 7,
  kList = 8,
};
// ledger.proto's Observer.
enum class Seen : uint32_t { kInterposer = 1, kProbe = 2, kSdk = 3, kTracer = 4 };
// ledger.proto's Digest.How.
enum class How : uint32_t {
  kNone = 0,
  kBytesRead = 1,
  kBytesWritten = 2,
  kFileAtClose = 3,
  kChangedDuringRun = 4,
  kDeclaredByProgram = 5,
  kCached = 6,
  kPartial = 7,
  kNotTaken = 8,
  kFileBeforeWrite = 9,
};
// ledger.proto's Loss.Why.
enum class Why : uint32_t {
  kLedgerWriteFailed = 1,
  kStaticBinary = 2,
  kSetuid = 3,
  kIoUring = 4,
  kRawSyscall = 5,
  kOutOfMemory = 6,
  kKilled = 7,
};

}  // namespace pedigree

#endif  // PEDIGREE_RUNTIME_FIELDS_H_
