// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.kubelet;

import java.time.Instant;

/** The state of a container. */
sealed interface ContainerState {

  /** It has not been started; the message may be empty. */
  record Waiting(String reason, String message) implements ContainerState {}

  /** It runs, with the given process ID. */
  record Running(Instant startedAt, long pid) implements ContainerState {}

  /** It has ended; the number is 0 if there never was a process. */
  record Ended(
      int exitCode, String reason, Instant startedAt, Instant finishedAt, String message, long pid)
      implements ContainerState {}
}
