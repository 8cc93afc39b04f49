// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.runner.failure.ApplicationExit;
import dev.sparkbench.runner.failure.OwnCode;
import dev.sparkbench.runner.fixture.ChildJvm;
import dev.sparkbench.runner.fixture.ProgramJar;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.apache.spark.scheduler.cluster.k8s.ExecutorPodsAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objenesis.ObjenesisStd;

class FallbackAnswerTest {

  @TempDir Path folder;

  @Test
  void areSaidWhenAThreadRunsOutOfMemory() throws Exception {
    Path answer = folder.resolve("answer");

    assertThat(ChildJvm.run(ThreadWithoutMemory.class, answer)).isEqualTo(RunnerMain.FAILURE);
    assertThat(answer)
        .hasContent("OutOfMemory: the driver ran out of memory: increase driver.memory");
  }

  @Test
  void areSaidWhenSparkGivesUpOnExecutors() throws Exception {
    Path answer = folder.resolve("answer");

    assertThat(ChildJvm.run(SparkGivesUp.class, answer)).isEqualTo(11);
    assertThat(answer)
        .hasContent(
            "ExecutorsUnavailable: more executor pods failed than Spark puts up with; it deletes them, so watch the next attempt: kubectl logs -f -l spark-role=executor");
  }

  @Test
  void sayWhereAProgramEndedTheJvm() throws Exception {
    Path answer = folder.resolve("answer");
    ProgramJar.of(
            """
            package com.example;
            public class Program {
              public static void main(String[] args) {
                System.exit(0);
              }
            }
            """)
        .in(folder, "program");

    assertThat(ChildJvm.run(ProgramExits.class, answer)).isZero();
    assertThat(answer)
        .hasContent(
            "ApplicationExited: the application ended the JVM, at com.example.Program.main(Program.java:4): let main return instead, or throw an exception if it failed");
  }

  @Test
  void areLeftToTheOperatorWhenTheJvmIsToldToEnd() throws Exception {
    Path answer = folder.resolve("answer");

    assertThat(ChildJvm.run(JustExits.class, answer)).isEqualTo(3);
    assertThat(Files.exists(answer)).isFalse();
  }

  private static void arrange(String[] args) {
    new FallbackAnswer(new Answer(Path.of(args[0])), FallbackAnswerTest::text).arrange();
  }

  private static String text(Failure failure) {
    return failure.reason() + ": " + failure.message();
  }

  /** A driver in which one of Spark's threads fails while the command waits for it. */
  static final class ThreadWithoutMemory {
    public static void main(String[] args) throws InterruptedException {
      arrange(args);
      Thread thread =
          new Thread(
              () -> {
                throw new OutOfMemoryError("Java heap space");
              });
      thread.start();
      new CountDownLatch(1).await();
    }
  }

  /** A driver whose executors fail too often. */
  static final class SparkGivesUp {
    public static void main(String[] args) {
      arrange(args);
      // Without its constructor, which needs a cluster.
      new ObjenesisStd().newInstance(ExecutorPodsAllocator.class).stopApplication(11);
    }
  }

  /** A driver whose program does not return. */
  static final class ProgramExits {
    public static void main(String[] args) throws Exception {
      arrange(args);
      ApplicationExit.expectFrom(OwnCode.of("com.example.Program", name -> false));
      URL jar = Path.of(args[0]).resolveSibling("program.jar").toUri().toURL();
      try (URLClassLoader loader = new URLClassLoader(new URL[] {jar})) {
        loader
            .loadClass("com.example.Program")
            .getMethod("main", String[].class)
            .invoke(null, (Object) args);
      }
    }
  }

  /** A driver that ends for another reason. */
  static final class JustExits {
    public static void main(String[] args) {
      arrange(args);
      System.exit(3);
    }
  }
}
