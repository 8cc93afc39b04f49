// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.failure;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Distinguishes the code of a user's program from that of libraries.
 *
 * @param root the beginning of the names of its classes, if known: the first two parts of the main
 *     class's package
 * @param isIncluded whether the program's jars contain a class of that name; they may contain
 *     libraries too
 */
public record OwnCode(String root, Predicate<String> isIncluded) {

  private static final List<String> FRAMEWORKS =
      List.of(
          "java.", "javax.", "jdk.", "sun.", "scala.", "org.apache.spark.", "org.apache.hadoop.");

  private static final int PARTS = 2;

  /** The code of the program with that main class. */
  public static OwnCode of(String mainClass, Predicate<String> isIncluded) {
    List<String> names = List.of(mainClass.split("\\."));
    int packages = Math.min(PARTS, names.size() - 1);
    return new OwnCode(
        packages == 0 ? mainClass : String.join(".", names.subList(0, packages)) + ".", isIncluded);
  }

  /** The innermost call in the program's own code; if there is none, in its jars. */
  public Optional<StackTraceElement> first(StackTraceElement[] stack) {
    return Arrays.stream(stack)
        .filter(frame -> frame.getClassName().startsWith(root))
        .findFirst()
        .or(
            () ->
                Arrays.stream(stack)
                    .filter(
                        frame -> FRAMEWORKS.stream().noneMatch(frame.getClassName()::startsWith))
                    .filter(frame -> isIncluded.test(frame.getClassName()))
                    .findFirst());
  }

  /** A call in a readable form: {@code com.example.Nightly.main(Nightly.java:23)}. */
  public static String text(StackTraceElement frame) {
    // Without the names of the class loader and the module.
    return new StackTraceElement(
            frame.getClassName(), frame.getMethodName(), frame.getFileName(), frame.getLineNumber())
        .toString();
  }
}
