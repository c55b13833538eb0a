// What programs do to files, one thing for each word: the observer is tested on these, and they on
// their own results.
#include <aio.h>
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace {

using Names = std::vector<std::string>;

[[noreturn]] void Fail(const char* what) {
  std::perror(what);
  std::exit(9);
}

int Open(const std::string& name, int flags) {
  const int fd = open(name.c_str(), flags, 0666);
  if (fd < 0) Fail(name.c_str());
  return fd;
}

std::string ReadAll(int fd) {
  std::string all;
  char buffer[1000];
  for (ssize_t n; (n = read(fd, buffer, sizeof buffer)) > 0;)
    all.append(buffer, static_cast<size_t>(n));
  return all;
}

void WriteAll(int fd, const std::string& text) {
  if (write(fd, text.data(), text.size()) != static_cast<ssize_t>(text.size())) Fail("write");
}

// Maps each, closes every other one's descriptor, and ends with all of them mapped.
void Map(const Names& names) {
  for (size_t i = 0; i < names.size(); ++i) {
    const int fd = Open(names[i], O_RDONLY);
    if (mmap(nullptr, 1 << 20, PROT_READ, MAP_PRIVATE, fd, 0) == MAP_FAILED) Fail("mmap");
    if (i % 2 == 1) close(fd);
  }
}
void CopyByStreams(const Names& n) {
  std::ifstream in(n[0], std::ios::binary);
  std::ofstream(n[1], std::ios::binary) << in.rdbuf();
}
void CopyByStdio(const Names& n) {
  FILE* in = fopen(n[0].c_str(), "rb");
  FILE* out = fopen(n[1].c_str(), "wb");
  if (in == nullptr || out == nullptr) Fail("fopen");
  for (int c; (c = getc(in)) != EOF;) putc(c, out);
  fclose(in);
  // Left open: what is in its buffer is written at exit.
}
void CopyByCalls(const Names& n) {
  const int in = Open(n[0], O_RDONLY), out = Open(n[1], O_WRONLY | O_CREAT | O_TRUNC);
  WriteAll(out, ReadAll(in));
  close(in);
  close(out);
}
void CopyTwice(const Names& n) {  // two passes over the input, as training does
  const int in = Open(n[0], O_RDONLY), out = Open(n[1], O_WRONLY | O_CREAT | O_TRUNC);
  ReadAll(in);
  lseek(in, 0, SEEK_SET);
  WriteAll(out, ReadAll(in));
  close(in);
  close(out);
}
void CopyByMapping(const Names& n) {
  const int in = Open(n[0], O_RDONLY), out = Open(n[1], O_RDWR | O_CREAT | O_TRUNC);
  struct stat now;
  fstat(in, &now);
  const size_t size = static_cast<size_t>(now.st_size);
  if (ftruncate(out, now.st_size) != 0) Fail("ftruncate");
  void* from = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, in, 0);
  void* to = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, out, 0);
  close(in);
  close(out);  // mappings live on
  memcpy(to, from, size);
  munmap(from, size);
  munmap(to, size);
}
void CopyByKernel(const Names& n) {
  const int in = Open(n[0], O_RDONLY), out = Open(n[1], O_WRONLY | O_CREAT | O_TRUNC);
  while (sendfile(out, in, nullptr, 1 << 20) > 0) continue;
  close(in);
  close(out);
}
void CopyByList(const Names& n) {
  const int in = Open(n[0], O_RDONLY), out = Open(n[1], O_WRONLY | O_CREAT | O_TRUNC);
  std::vector<char> all(static_cast<size_t>(lseek(in, 0, SEEK_END)));
  for (const bool writes : {false, true}) {
    aiocb halves[2] = {};
    aiocb* list[] = {&halves[0], &halves[1]};
    for (const size_t i : {0, 1}) {
      const size_t half = all.size() / 2;
      halves[i].aio_fildes = writes ? out : in;
      halves[i].aio_lio_opcode = writes ? LIO_WRITE : LIO_READ;
      halves[i].aio_offset = static_cast<off_t>(i * half);
      halves[i].aio_buf = all.data() + i * half;
      halves[i].aio_nbytes = i == 0 ? half : all.size() - half;
    }
    if (lio_listio(LIO_WAIT, list, 2, nullptr) != 0) Fail("lio_listio");
  }
  close(in);
  close(out);
}
void CopyInPieces(const Names& n) {  // the second half first
  const int in = Open(n[0], O_RDONLY), out = Open(n[1], O_WRONLY | O_CREAT | O_TRUNC);
  const std::string all = ReadAll(in);
  const size_t half = all.size() / 2;
  if (pwrite(out, all.data() + half, all.size() - half, static_cast<off_t>(half)) < 0)
    Fail("pwrite");
  if (pwrite(out, all.data(), half, 0) < 0) Fail("pwrite");
  close(in);
  close(out);
}
void CopyDirect(const Names& n) {
  const int in = open(n[0].c_str(), O_RDONLY | O_DIRECT);
  const int out = Open(n[1], O_WRONLY | O_CREAT | O_TRUNC);
  if (in < 0) {  // the file system has none
    CopyByCalls(n);
    return;
  }
  void* buffer = nullptr;
  if (posix_memalign(&buffer, 4096, 1 << 16) != 0) Fail("posix_memalign");
  for (ssize_t got; (got = read(in, buffer, 1 << 16)) > 0;) {
    if (write(out, buffer, static_cast<size_t>(got)) != got) Fail("write");
  }
  close(in);
  close(out);
}
void Append(const Names& n) {
  const int fd = Open(n[0], O_WRONLY | O_APPEND);
  WriteAll(fd, "more\n");
  close(fd);
}
void Update(const Names& n) {  // read all, then write into the middle
  const int fd = Open(n[0], O_RDWR);
  ReadAll(fd);
  if (pwrite(fd, "XX", 2, 1) != 2) Fail("pwrite");
  close(fd);
}
void ReadWhileAppended(const Names& n) {
  const int fd = Open(n[0], O_RDONLY);
  char half[3];
  if (pread(fd, half, 3, 5) < 0) Fail("pread");  // no sequence
  const int other = Open(n[0], O_WRONLY | O_APPEND);
  WriteAll(other, "more\n");
  close(other);
  close(fd);
}
void ReadWhileReplaced(const Names& n) {
  const int fd = Open(n[0], O_RDONLY);
  const int other = Open(n[0] + ".new", O_WRONLY | O_CREAT);
  WriteAll(other, "replaced\n");
  close(other);
  if (rename((n[0] + ".new").c_str(), n[0].c_str()) != 0) Fail("rename");
  ReadAll(fd);  // the old bytes
  close(fd);
}
void ReadDeleted(const Names& n) {
  const int fd = Open(n[0], O_RDONLY);
  unlink(n[0].c_str());
  ReadAll(fd);
  close(fd);
}
void WriteDeleted(const Names& n) {
  const int fd = Open(n[0], O_RDWR | O_CREAT);
  WriteAll(fd, "gone");
  unlink(n[0].c_str());
  close(fd);
}
void Sparse(const Names& n) {
  const int fd = Open(n[0], O_WRONLY | O_CREAT | O_TRUNC);
  if (pwrite(fd, "end", 3, 10000000) != 3) Fail("pwrite");
  close(fd);
}
void Links(const Names& n) {
  if (link(n[0].c_str(), (n[0] + ".hard").c_str()) != 0) Fail("link");
  if (symlink(n[0].c_str(), (n[0] + ".soft").c_str()) != 0) Fail("symlink");
  for (const char* suffix : {".hard", ".soft"}) {
    const int fd = Open(n[0] + suffix, O_RDONLY);
    ReadAll(fd);
    close(fd);
  }
}
void RenameOver(const Names& n) {
  const int fd = Open(n[0] + ".tmp", O_WRONLY | O_CREAT | O_TRUNC);
  WriteAll(fd, "fresh");
  close(fd);
  if (rename((n[0] + ".tmp").c_str(), n[0].c_str()) != 0) Fail("rename");
}
void Fork(const Names& n) {  // both ends of an opening
  const int in = Open(n[0], O_RDONLY);
  char c;
  if (read(in, &c, 1) != 1) Fail("read");
  if (fork() == 0) {
    ReadAll(in);
    _exit(0);
  }
  int status;
  wait(&status);
  ReadAll(in);  // the child took all
  close(in);
}
void CloseAll(const Names& n) {
  for (int fd = 3; fd < 1024; ++fd) close(fd);
  CopyByCalls(n);
}
void Replace(const Names& n) {  // an open file behind another number, twice
  const int in = Open(n[0], O_RDONLY), out = Open(n[1], O_WRONLY | O_CREAT | O_TRUNC);
  dup2(out, 1000);
  close(out);
  WriteAll(1000, ReadAll(in));
  dup2(in, 1000);  // ends it
  close(1000);
  close(in);
}
void Threads(const Names& n) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&n, i] {
      for (int j = 0; j < 20; ++j) {
        const int fd = Open(n[0] + "." + std::to_string(getpid()) + "." + std::to_string(i) + "." +
                                std::to_string(j),
                            O_WRONLY | O_CREAT | O_TRUNC);
        WriteAll(fd, std::string(100, static_cast<char>('a' + i)));
        close(fd);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}
void OneFileThreads(const Names& n) {  // one descriptor, read by all
  const int fd = Open(n[0], O_RDONLY);
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back([fd] { ReadAll(fd); });
  for (std::thread& thread : threads) thread.join();
  close(fd);
}
void ManyFiles(const Names& n) {
  const int count = std::atoi(n[1].c_str());
  for (int i = 0; i < count; ++i) {
    const int fd = Open(n[0] + "/" + std::to_string(i), O_WRONLY | O_CREAT | O_TRUNC);
    WriteAll(fd, std::to_string(i));
    close(fd);
  }
}
void Loop(const Names& n) {  // until it is killed
  for (int i = 0;; ++i) {
    const std::string name = n[0] + "/" + std::to_string(i % 50);
    const int fd = Open(name + ".tmp", O_WRONLY | O_CREAT | O_TRUNC);
    WriteAll(fd, std::string(static_cast<size_t>(i % 5000), 'x'));
    close(fd);
    rename((name + ".tmp").c_str(), name.c_str());
  }
}
void Pipe(const Names& n) {
  int ends[2];
  if (pipe(ends) != 0) Fail("pipe");
  WriteAll(ends[1], "through\n");
  close(ends[1]);
  std::cout << ReadAll(ends[0]);
  close(ends[0]);
}
void Failing(const Names&) {
  errno = 0;
  if (open("/no/such/file", O_RDONLY) != -1 || errno != ENOENT) Fail("open");
  if (close(9999) != -1 || errno != EBADF) Fail("close");
  char c;
  if (read(9999, &c, 1) != -1 || errno != EBADF) Fail("read");
  if (fopen("/no/such/file", "r") != nullptr || errno != ENOENT) Fail("fopen");
  if (dup2(9998, 9999) != -1 || errno != EBADF) Fail("dup2");
  if (open("/", O_WRONLY) != -1 || errno != EISDIR) Fail("open /");
  // What went well leaves errno alone.
  errno = 77;
  const int fd = open("/", O_RDONLY);
  close(fd);
  if (errno != 77) Fail("errno");
}
void Numbers(const Names& n) {  // the program's own descriptors are as without an observer
  const int fd = Open(n[0], O_RDONLY);
  std::cout << fd << "\n";
  close(fd);
}
void Abort(const Names& n) {
  const int fd = Open(n[0], O_WRONLY | O_CREAT | O_TRUNC);
  WriteAll(fd, "x");
  raise(SIGKILL);
}

void Burst(const Names& n) {  // and then nothing, until it is killed
  for (const std::string& name : n) {
    const int fd = Open(name, O_WRONLY | O_CREAT | O_TRUNC);
    WriteAll(fd, name);
    close(fd);
  }
  raise(SIGKILL);
}

void ExecInThread(const Names& n) {  // all other threads end by it
  std::thread([&n] {
    execl(n[0].c_str(), n[0].c_str(), n[1].c_str(), nullptr);
    Fail("execl");
  }).join();
}

void ExecWithOpen(const Names& n) {  // what was read is said before there is another program
  ReadAll(Open(n[1], O_RDONLY));
  execl(n[0].c_str(), n[0].c_str(), n[2].c_str(), nullptr);
  Fail("execl");
}
void ExitAtOnce(const Names&) {  // what a stream holds is its parent's to write
  std::printf("once\n");
  const pid_t child = fork();
  if (child == 0) _exit(0);
  int status = 0;
  waitpid(child, &status, 0);
}
void NameLater(const Names& n) {
  const int fd = Open(".", O_TMPFILE | O_RDWR);
  WriteAll(fd, "named later");
  const std::string link = "/proc/self/fd/" + std::to_string(fd);
  if (linkat(AT_FDCWD, link.c_str(), AT_FDCWD, n[0].c_str(), AT_SYMLINK_FOLLOW) != 0)
    Fail("linkat");
  close(fd);
}
void PassDescriptor(const Names& n) {  // to a child, which reads the file
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) Fail("socketpair");
  alignas(cmsghdr) char room[CMSG_SPACE(sizeof(int))] = {};
  char byte = 'x';
  iovec part = {&byte, 1};
  msghdr message = {};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = room;
  message.msg_controllen = sizeof room;
  const pid_t child = fork();
  if (child == 0) {
    if (recvmsg(ends[1], &message, 0) != 1) Fail("recvmsg");
    int fd = -1;
    std::memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof fd);
    ReadAll(fd);
    close(fd);
    std::exit(0);
  }
  const int fd = Open(n[0], O_RDONLY);
  cmsghdr* head = CMSG_FIRSTHDR(&message);
  head->cmsg_level = SOL_SOCKET;
  head->cmsg_type = SCM_RIGHTS;
  head->cmsg_len = CMSG_LEN(sizeof fd);
  std::memcpy(CMSG_DATA(head), &fd, sizeof fd);
  if (sendmsg(ends[0], &message, 0) != 1) Fail("sendmsg");
  close(fd);
  int status = 0;
  waitpid(child, &status, 0);
}
// A child that has this memory, but descriptors of its own.
int InSharedMemory(void* descriptor) {
  close(*static_cast<int*>(descriptor));
  const int fd = open("other", O_RDONLY);  // the same number
  ReadAll(fd);
  _exit(0);
}
void ShareMemory(const Names& n) {
  int fd = Open(n[0], O_RDONLY);
  char c[1000];
  if (read(fd, c, sizeof c) != static_cast<ssize_t>(sizeof c)) Fail("read");
  std::vector<char> stack(1 << 18);
  int status = 0;
  waitpid(clone(InSharedMemory, stack.data() + stack.size(), CLONE_VM | CLONE_VFORK | SIGCHLD, &fd),
          &status, 0);
  const pid_t child = vfork();
  if (child == 0) {
    close(fd);
    execl("/bin/true", "true", nullptr);
    _exit(1);
  }
  waitpid(child, &status, 0);
  ReadAll(fd);
  close(fd);
}
void WriteTwice(const Names& n) {  // by two openings, of which the first is closed last
  const int first = Open(n[0], O_WRONLY | O_CREAT | O_TRUNC), second = Open(n[0], O_WRONLY);
  WriteAll(first, "aaaa");
  WriteAll(second, "bb");
  close(second);
  close(first);
}
void ReadCutOff(const Names& n) {
  const int fd = Open(n[0], O_RDONLY);
  char c[1000];
  if (read(fd, c, sizeof c) != static_cast<ssize_t>(sizeof c)) Fail("read");
  if (truncate(n[0].c_str(), 500) != 0) Fail("truncate");
  ReadAll(fd);
  close(fd);
}
void Memory(const Names&) {
  const int fd = memfd_create("scratch", 0);
  WriteAll(fd, "in memory");
  close(Open("/proc/self/fd/" + std::to_string(fd), O_RDONLY));
}
void VforkAmongThreads(const Names& n) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&n] {
      for (int j = 0; j < 200; ++j) {
        const int fd = Open(n[0], O_RDONLY);
        ReadAll(fd);
        close(fd);
      }
    });
  }
  for (int i = 0; i < 50; ++i) {
    const pid_t child = vfork();
    if (child == 0) {
      execl("/bin/true", "true", nullptr);
      _exit(1);
    }
    int status = 0;
    waitpid(child, &status, 0);
    if (status != 0) Fail("vfork");
  }
  for (std::thread& thread : threads) thread.join();
}

void FoldersAnew(const Names& n) {  // a folder's inode is soon another's, and so is its name
  for (int i = 0; i < 3; ++i) {
    const std::string folder = n[0] + std::to_string(i);
    if (mkdir(folder.c_str(), 0777) != 0) Fail("mkdir");
    for (const char* name : {"/a", "/b"}) {
      const int fd = Open(folder + name, O_WRONLY | O_CREAT | O_TRUNC);
      WriteAll(fd, folder + name);
      close(fd);
    }
    if (i == 0) {
      unlink((folder + "/a").c_str());
      unlink((folder + "/b").c_str());
      rmdir(folder.c_str());
    } else if (i == 1) {
      // By another process.
      if (std::system(("mv " + folder + " moved").c_str()) != 0) Fail("mv");
      close(Open("moved/a", O_RDONLY));
    }
  }
}

volatile sig_atomic_t ticks = 0;
void Tick(int) { ticks = 1; }
void CheckTicking() {  // whatever stands between, the program has no signal blocked
  sigset_t blocked;
  sigprocmask(SIG_BLOCK, nullptr, &blocked);
  if (sigismember(&blocked, SIGALRM) != 0) Fail("blocked");
}
void CopyUnderTimer(const Names& n) {
  struct sigaction action = {};
  action.sa_handler = Tick;
  action.sa_flags = SA_RESTART;
  sigaction(SIGALRM, &action, nullptr);
  itimerval timer = {{0, 10}, {0, 10}};
  setitimer(ITIMER_REAL, &timer, nullptr);
  volatile long sum = 0;
  for (long i = 0; i < 20000000; ++i) sum = sum + i;
  CheckTicking();
  CopyByCalls(n);
  const pid_t child = fork();
  if (child == 0) {
    CheckTicking();
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  CheckTicking();
  timer = {};
  setitimer(ITIMER_REAL, &timer, nullptr);
  if (status != 0 || ticks == 0) Fail("ticks");
}
sigjmp_buf after_fault;
void CountFault(int) {
  ticks = ticks + 1;
  if (ticks == 5) siglongjmp(after_fault, 1);
}
void FaultAtOnePlace(const Names&) {  // handled, and once more at the same place
  std::signal(SIGSEGV, CountFault);
  volatile char* nowhere = reinterpret_cast<volatile char*>(1ull << 63);
  if (sigsetjmp(after_fault, 1) == 0) *nowhere = 1;
  if (ticks != 5) Fail("faults");
}
void EndAfterMain(const Names& n) {  // by another thread, with a file open
  const int fd = Open(n[0], O_WRONLY | O_CREAT | O_TRUNC);
  WriteAll(fd, "left open");
  std::thread([main = pthread_self()] {
    pthread_join(main, nullptr);
    std::exit(0);
  }).detach();
  pthread_exit(nullptr);
}
void MakeFile(const Names& n) {  // and another one writes it
  close(Open(n[0], O_RDWR | O_CREAT | O_EXCL));
}
void UseRing(const Names&) {  // whether or not this kernel lets programs have one
  char parameters[256] = {};
  const long fd = syscall(SYS_io_uring_setup, 4, parameters);
  if (fd >= 0) close(static_cast<int>(fd));
}

}  // namespace

int main(int argc, char** argv) {
  const std::map<std::string, std::function<void(const Names&)>> actions = {
      {"streams", CopyByStreams},
      {"stdio", CopyByStdio},
      {"calls", CopyByCalls},
      {"twice", CopyTwice},
      {"map", Map},
      {"mapping", CopyByMapping},
      {"kernel", CopyByKernel},
      {"list", CopyByList},
      {"pieces", CopyInPieces},
      {"direct", CopyDirect},
      {"append", Append},
      {"update", Update},
      {"appended", ReadWhileAppended},
      {"replaced", ReadWhileReplaced},
      {"read-deleted", ReadDeleted},
      {"write-deleted", WriteDeleted},
      {"sparse", Sparse},
      {"links", Links},
      {"rename-over", RenameOver},
      {"fork", Fork},
      {"close-all", CloseAll},
      {"replace", Replace},
      {"threads", Threads},
      {"one-file", OneFileThreads},
      {"many", ManyFiles},
      {"loop", Loop},
      {"pipe", Pipe},
      {"failing", Failing},
      {"numbers", Numbers},
      {"burst", Burst},
      {"exec-in-thread", ExecInThread},
      {"folders-anew", FoldersAnew},
      {"exec-with-open", ExecWithOpen},
      {"exit-at-once", ExitAtOnce},
      {"name-later", NameLater},
      {"pass-descriptor", PassDescriptor},
      {"share-memory", ShareMemory},
      {"write-twice", WriteTwice},
      {"read-cut-off", ReadCutOff},
      {"memory", Memory},
      {"timer", CopyUnderTimer},
      {"end-after-main", EndAfterMain},
      {"fault", FaultAtOnePlace},
      {"make", MakeFile},
      {"ring", UseRing},
      {"vfork-among-threads", VforkAmongThreads},
      {"abort", Abort}};
  if (argc < 2 || !actions.contains(argv[1])) return 2;
  actions.at(argv[1])(Names(argv + 2, argv + argc));
  return 0;
}
