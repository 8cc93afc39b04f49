// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.failure;

import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Detects a user's program that ends the JVM instead of returning from its main method. It is
 * recognized by the stack of the thread that waits for the end of the JVM. The stack shows where
 * the program ended the JVM, but not with which exit code.
 */
public final class ApplicationExit {

  private static final Set<String> EXIT_METHODS =
      Set.of(
          "java.lang.Runtime.exit",
          "java.lang.System.exit",
          "scala.sys.package$.exit",
          "scala.sys.package.exit");

  private static final List<String> OTHERS = List.of("dev.sparkbench.runner.", "org.apache.spark.");

  private static volatile OwnCode program;

  private ApplicationExit() {}

  /** Registers the application whose code will run in this JVM. */
  public static void expectFrom(OwnCode code) {
    program = code;
  }

  /** The failure, if this JVM is going down because the program ended it. */
  public static Optional<Failure> underWay() {
    OwnCode code = program;
    return code == null ? Optional.empty() : find(code, Thread.getAllStackTraces().values());
  }

  static Optional<Failure> find(OwnCode code, Collection<StackTraceElement[]> threads) {
    return threads.stream()
        .flatMap(stack -> caller(code, stack).stream())
        .findFirst()
        .map(
            caller ->
                new Failure(
                    FailureReason.APPLICATION_EXITED,
                    "the application ended the JVM, at %s: let main return instead, or throw an exception if it failed"
                        .formatted(OwnCode.text(caller))));
  }

  private static Optional<StackTraceElement> caller(OwnCode code, StackTraceElement[] stack) {
    int exit = 0;
    while (exit < stack.length && !name(stack[exit]).equals("java.lang.Runtime.exit")) {
      exit++;
    }
    int caller = exit;
    while (caller < stack.length && EXIT_METHODS.contains(name(stack[caller]))) {
      caller++;
    }
    if (caller >= stack.length) {
      return Optional.empty();
    }
    StackTraceElement[] callers = Arrays.copyOfRange(stack, caller, stack.length);
    boolean byOthers = OTHERS.stream().anyMatch(callers[0].getClassName()::startsWith);
    return byOthers ? Optional.empty() : Optional.of(code.first(callers).orElse(callers[0]));
  }

  private static String name(StackTraceElement frame) {
    return frame.getClassName() + "." + frame.getMethodName();
  }
}
