// Queues of messages, memory that has a name, input and output that ends later.
#define _GNU_SOURCE
#include <aio.h>
#include <fcntl.h>
#include <mqueue.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include "corpus.h"

void Queues(void) {
  char message[128], other[128];
  mqd_t in = mq_open("/requests", O_RDONLY), out = mq_open("/answers", O_WRONLY);
  mq_receive(in, message, sizeof message, 0);  // NAME: /requests
  strcpy(other, ReadText("other"));
  mq_send(out, message, sizeof message, 0);  // FLOW: /requests NEVER: other NAME: /answers
  WriteText("other", other);                 // FLOW: other NEVER: /requests
}

struct Message {
  long type;
  char text[64];
};

void OldQueues(void) {
  struct Message in, out;
  int queue = msgget(IPC_PRIVATE, 0600);
  msgrcv(queue, &in, sizeof in.text, 0, 0);  // NAME: message-queue
  WriteText("in", in.text);                  // FLOW: message-queue NEVER: out
  strcpy(out.text, ReadText("out"));
  msgsnd(queue, &out, sizeof out.text, 0);  // FLOW: out
}

void SharedMemory(void) {
  int segment = shmget(IPC_PRIVATE, 100, 0600);
  int* numbers = shmat(segment, 0, 0);  // NAME: shared-memory
  int own[4] = {Read("own")};
  Write("numbers", numbers[0]);  // FLOW: shared-memory NEVER: own
  Write("own", own[0]);          // FLOW: own NEVER: shared-memory
}

void NamedMemory(void) {
  int file = shm_open("/weights", O_RDONLY, 0);
  const float* weights = mmap(0, 100, PROT_READ, MAP_SHARED, file, 0);  // NAME: /dev/shm//weights
  WriteReal("weights", weights[3]);  // FLOW: /dev/shm//weights
}

void Later(void) {
  char buffer[64], unread[64];
  strcpy(unread, ReadText("unread"));
  struct aiocb operation = {.aio_fildes = open("in.bin", O_RDONLY), .aio_buf = buffer, .aio_nbytes = sizeof buffer};
  aio_read(&operation);  // NAME: in.bin
  const struct aiocb* all[] = {&operation};
  aio_suspend(all, 1, 0);
  WriteText("buffer", buffer);  // FLOW: in.bin NEVER: unread
  struct aiocb back = {.aio_fildes = open("out.bin", O_WRONLY), .aio_buf = unread, .aio_nbytes = sizeof unread};
  aio_write(&back);  // FLOW: unread NAME: out.bin NEVER: in.bin
}

void ManyMessages(int in, int out) {
  char one[64], clean[64];
  struct iovec part = {one, sizeof one}, cleaned = {clean, sizeof clean};
  struct mmsghdr got = {.msg_hdr = {.msg_iov = &part, .msg_iovlen = 1}};
  struct mmsghdr sent = {.msg_hdr = {.msg_iov = &cleaned, .msg_iovlen = 1}};
  int from = socket(AF_INET, SOCK_DGRAM, 0);
  recvmmsg(from, &got, 1, 0, 0);  // NAME: socket
  WriteText("one", one);          // FLOW: socket
  strcpy(clean, ReadText("clean"));
  sendmmsg(from, &sent, 1, 0);  // FLOW: clean NEVER: one
}
