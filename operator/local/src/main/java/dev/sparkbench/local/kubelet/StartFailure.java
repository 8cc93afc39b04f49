package dev.sparkbench.local.kubelet;

import java.io.IOException;

/** What becomes of a container whose program the system does not start. */
final class StartFailure {

  private static final String PREFIX =
      "failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: ";

  private StartFailure() {}

  /**
   * Whether the failure is seen only after the container has begun: the system finds arguments and
   * environment too long when it puts the program in the place of what started it.
   */
  static boolean comesLate(IOException failure) {
    return failure.getMessage().contains("error=7,");
  }

  /** What a container runtime says. */
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
