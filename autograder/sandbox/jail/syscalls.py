"""System calls that a worker may make, with their numbers.

What Python, NumPy and the C library need to compute, to use memory, threads, clocks and files of their
own; with a GPU, what CUDA needs too. Landlock decides which files. What is not here fails with EPERM:
among others fork, exec, sockets, signals to others, ptrace, bpf, io_uring, inotify, keyctl, xattr, links
and mounts.
"""

from __future__ import annotations

# name: number on x86_64, number on aarch64 (None: not there). From <asm/unistd_64.h> of Linux and
# <asm-generic/unistd.h>.
NUMBERS: dict[str, tuple[int | None, int | None]] = {
    "access": (21, None),
    "alarm": (37, None),
    "arch_prctl": (158, None),
    "bind": (49, 200),
    "brk": (12, 214),
    "capget": (125, 90),
    "chdir": (80, 49),
    "chmod": (90, None),
    "clock_getres": (229, 114),
    "clock_gettime": (228, 113),
    "clock_nanosleep": (230, 115),
    "clone": (56, 220),
    "clone3": (435, 435),
    "close": (3, 57),
    "close_range": (436, 436),
    "connect": (42, 203),
    "copy_file_range": (326, 285),
    "dup": (32, 23),
    "dup2": (33, None),
    "dup3": (292, 24),
    "epoll_create": (213, None),
    "epoll_create1": (291, 20),
    "epoll_ctl": (233, 21),
    "epoll_pwait": (281, 22),
    "epoll_pwait2": (441, 441),
    "epoll_wait": (232, None),
    "eventfd": (284, None),
    "eventfd2": (290, 19),
    "exit": (60, 93),
    "exit_group": (231, 94),
    "faccessat": (269, 48),
    "faccessat2": (439, 439),
    "fadvise64": (221, 223),
    "fallocate": (285, 47),
    "fchdir": (81, 50),
    "fchmod": (91, 52),
    "fchmodat": (268, 53),
    "fcntl": (72, 25),
    "fdatasync": (75, 83),
    "fgetxattr": (193, 10),
    "flistxattr": (196, 13),
    "flock": (73, 32),
    "fstat": (5, 80),
    "fstatfs": (138, 44),
    "fsync": (74, 82),
    "ftruncate": (77, 46),
    "futex": (202, 98),
    "getcpu": (309, 168),
    "getcwd": (79, 17),
    "getdents": (78, None),
    "getdents64": (217, 61),
    "getegid": (108, 177),
    "geteuid": (107, 175),
    "getgid": (104, 176),
    "getgroups": (115, 158),
    "get_mempolicy": (239, 236),
    "getitimer": (36, 102),
    "getpeername": (52, 205),
    "getpgid": (121, 155),
    "getpgrp": (111, None),
    "getpid": (39, 172),
    "getppid": (110, 173),
    "getpriority": (140, 141),
    "getrandom": (318, 278),
    "getresgid": (120, 150),
    "getresuid": (118, 148),
    "getrlimit": (97, 163),
    "getrusage": (98, 165),
    "getsid": (124, 156),
    "getsockname": (51, 204),
    "getsockopt": (55, 209),
    "gettid": (186, 178),
    "gettimeofday": (96, 169),
    "getuid": (102, 174),
    "getxattr": (191, 8),
    "ioctl": (16, 29),
    "kill": (62, 129),
    "lgetxattr": (192, 9),
    "listen": (50, 201),
    "listxattr": (194, 11),
    "llistxattr": (195, 12),
    "lseek": (8, 62),
    "lstat": (6, None),
    "madvise": (28, 233),
    "mbind": (237, 235),
    "membarrier": (324, 283),
    "memfd_create": (319, 279),
    "mincore": (27, 232),
    "mkdir": (83, None),
    "mkdirat": (258, 34),
    "mmap": (9, 222),
    "mprotect": (10, 226),
    "mremap": (25, 216),
    "msync": (26, 227),
    "munmap": (11, 215),
    "nanosleep": (35, 101),
    "newfstatat": (262, 79),
    "open": (2, None),
    "openat": (257, 56),
    "pause": (34, None),
    "pipe": (22, None),
    "pipe2": (293, 59),
    "poll": (7, None),
    "ppoll": (271, 73),
    "prctl": (157, 167),
    "pread64": (17, 67),
    "preadv": (295, 69),
    "prlimit64": (302, 261),
    "pselect6": (270, 72),
    "pwrite64": (18, 68),
    "pwritev": (296, 70),
    "read": (0, 63),
    "readlink": (89, None),
    "readlinkat": (267, 78),
    "readv": (19, 65),
    "recvfrom": (45, 207),
    "rename": (82, None),
    "renameat": (264, 38),
    "renameat2": (316, 276),
    "restart_syscall": (219, 128),
    "rmdir": (84, None),
    "rseq": (334, 293),
    "rt_sigaction": (13, 134),
    "rt_sigpending": (127, 136),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "rt_sigsuspend": (130, 133),
    "rt_sigtimedwait": (128, 137),
    "sched_get_priority_max": (146, 125),
    "sched_get_priority_min": (147, 126),
    "sched_getaffinity": (204, 123),
    "sched_getparam": (143, 121),
    "sched_getscheduler": (145, 120),
    "sched_yield": (24, 124),
    "select": (23, None),
    "sendfile": (40, 71),
    "sendto": (44, 206),
    "set_mempolicy": (238, 237),
    "set_robust_list": (273, 99),
    "setitimer": (38, 103),
    "setsockopt": (54, 208),
    "shutdown": (48, 210),
    "sigaltstack": (131, 132),
    "socket": (41, 198),
    "socketpair": (53, 199),
    "stat": (4, None),
    "statfs": (137, 43),
    "statx": (332, 291),
    "sysinfo": (99, 179),
    "tgkill": (234, 131),
    "time": (201, None),
    "times": (100, 153),
    "umask": (95, 166),
    "uname": (63, 160),
    "unlink": (87, None),
    "unlinkat": (263, 35),
    "utimensat": (280, 88),
    "wait4": (61, 260),
    "waitid": (247, 95),
    "write": (1, 64),
    "writev": (20, 66),
}

# Allowed whatever the arguments are.
_GROUPS = {
    "files": """
        read write readv writev pread64 pwrite64 preadv pwritev lseek open openat close
        stat fstat lstat newfstatat statx getdents getdents64 getcwd chdir fchdir
        rmdir unlink unlinkat rename renameat renameat2 ftruncate dup dup2 dup3
        fsync fdatasync sendfile copy_file_range readlink readlinkat
        access faccessat faccessat2 statfs fstatfs getxattr lgetxattr fgetxattr listxattr
        llistxattr flistxattr
    """,
    "waiting": """
        poll ppoll select pselect6 epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait
        epoll_pwait2 eventfd eventfd2 pipe pipe2 wait4 waitid
    """,
    "memory": """
        brk mmap munmap mremap mprotect madvise mincore msync membarrier
    """,
    "threads": """
        set_robust_list rseq sched_yield sched_getaffinity sched_getparam
        sched_getscheduler sched_get_priority_max sched_get_priority_min getpriority getcpu exit
        exit_group arch_prctl
    """,
    "signals to oneself": """
        rt_sigaction rt_sigprocmask rt_sigreturn rt_sigpending rt_sigsuspend rt_sigtimedwait
        sigaltstack pause alarm setitimer getitimer restart_syscall
    """,
    "clocks": """
        nanosleep clock_nanosleep clock_gettime clock_getres gettimeofday time times getrusage
    """,
    "who and where": """
        getpid gettid getppid getuid geteuid getgid getegid getresuid getresgid getgroups
        getpgrp getpgid getsid uname sysinfo getrandom getrlimit capget
    """,
    "the open socket to the grader": """
        recvfrom shutdown getsockname getpeername getsockopt
    """,
}
ALLOWED = tuple(name for group in _GROUPS.values() for name in group.split())
# Memory without a name, memory near a processor, and the name of a socket that nobody can connect to:
# cuInit fails without the first and the last. See `nvidia` for the sources.
ALLOWED_WITH_GPU = ("memfd_create", "get_mempolicy", "set_mempolicy", "mbind", "bind", "listen")
