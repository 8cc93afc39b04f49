// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.kubelet;

import java.io.IOException;

/** The end of a container whose program cannot be started. */
final class StartFailure {

  private static final String PREFIX =
      "failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: ";

  private StartFailure() {}

  /**
   * Whether the failure shows only after the container has started. The kernel finds out that
   * arguments and environment are too long when it replaces the starter by the program.
   */
  static boolean comesLate(IOException failure) {
    return failure.getMessage().contains("error=7,");
  }

  /** The message of a container runtime. */
  static String message(String program, IOException failure) {
    String text = failure.getMessage();
    if (text.contains("error=2,")) {
      return PREFIX
          + (program.contains("/")
              ? "exec: \"%s\": stat %s: no such file or directory".formatted(program, program)
              : "exec: \"%s\": executable file not found in $PATH".formatted(program));
    }
    return PREFIX
        + (text.contains("error=13,")
            ? "exec: \"%s\": permission denied".formatted(program)
            : text);
  }
}
