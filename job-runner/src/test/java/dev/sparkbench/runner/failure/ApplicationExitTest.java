// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.contract.Failure;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApplicationExitTest {

  private static final OwnCode OWN =
      OwnCode.of("com.example.jobs.Nightly", Set.of("org.args.Parser")::contains);

  /**
   * @param stack the calls, innermost first
   * @param told where the program ended the JVM; empty if it did not
   */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // By itself, through any of the ways.
        "java.lang.Runtime.exit java.lang.System.exit com.example.Nightly.main, com.example.Nightly.main",
        "java.lang.Runtime.exit com.example.Nightly.main, com.example.Nightly.main",
        "java.lang.Runtime.exit java.lang.System.exit scala.sys.package$.exit com.example.Nightly$.main, com.example.Nightly$.main",
        // By a library: the call that led to it helps more.
        "java.lang.Runtime.exit java.lang.System.exit org.args.Parser.usage com.example.Nightly.main, com.example.Nightly.main",
        "java.lang.Runtime.exit java.lang.System.exit org.args.Parser.usage java.lang.Thread.run, org.args.Parser.usage",
        "java.lang.Runtime.exit java.lang.System.exit org.other.Parser.usage java.lang.Thread.run, org.other.Parser.usage",
        // By the runner at its end, by Spark, or from outside.
        "java.lang.Runtime.exit java.lang.System.exit dev.sparkbench.runner.RunnerMain.main, -",
        "java.lang.Runtime.exit java.lang.System.exit scala.sys.package$.exit org.apache.spark.Some.stop, -",
        "java.lang.Shutdown.exit java.lang.Terminator$1.handle java.lang.Thread.run, -",
        "java.lang.Object.wait com.example.Nightly.main, -",
      })
  void isToldByTheStackOfTheThreadThatWaits(String stack, String told) {
    StackTraceElement[] frames =
        Arrays.stream(stack.split(" "))
            .map(ApplicationExitTest::frame)
            .toArray(StackTraceElement[]::new);
    StackTraceElement[] another = {frame("com.example.Nightly.other")};

    assertThat(
            ApplicationExit.find(OWN, List.of(another, frames)).map(Failure::message).orElse(null))
        .isEqualTo(
            told == null
                ? null
                : "the application ended the JVM, at %s(File.java:7): let main return instead, or throw an exception if it failed"
                    .formatted(told));
  }

  private static StackTraceElement frame(String call) {
    int dot = call.lastIndexOf('.');
    return new StackTraceElement(
        "application", null, null, call.substring(0, dot), call.substring(dot + 1), "File.java", 7);
  }
}
