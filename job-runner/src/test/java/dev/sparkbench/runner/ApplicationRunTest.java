// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sparkbench.api.contract.Contract;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.RunReport;
import dev.sparkbench.api.contract.RunRequest;
import dev.sparkbench.runner.fixture.ApplicationRequests;
import dev.sparkbench.runner.fixture.ChildJvm;
import dev.sparkbench.runner.fixture.FreshSpark;
import dev.sparkbench.runner.fixture.ProgramJar;
import dev.sparkbench.runner.fixture.TestStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkContext$;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole runs of an application in a JVM of its own, with executors that are other processes: in the
 * driver's JVM they would find its classes whatever was done wrong.
 */
class ApplicationRunTest {

  private static final long SECONDS = 300;

  private static final String PROGRAM =
      """
      package com.example;

      import java.util.List;
      import java.util.Set;
      import java.util.stream.Collectors;
      import org.apache.commons.lang3.StringUtils;
      import org.apache.spark.api.java.JavaSparkContext;
      import org.apache.spark.sql.SparkSession;

      public class Program {

        public static class Seen implements java.io.Serializable {
          final int number;
          final long process = ProcessHandle.current().pid();
          final String library = StringUtils.capitalize("theirs");

          Seen(int number) {
            this.number = number;
          }
        }

        public static void main(String[] args) {
          if (args[0].equals("exit")) {
            System.exit(3);
          }
          SparkSession spark = SparkSession.builder().master("local[7]").getOrCreate();
          JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
          List<Seen> seen = context.parallelize(List.of(1, 2, 3), 3).map(Seen::new).collect();
          Set<Long> processes = seen.stream().map(one -> one.process).collect(Collectors.toSet());
          if (processes.contains(ProcessHandle.current().pid())) {
            throw new IllegalStateException("the driver has no executors of its own");
          }
          spark.stop();
          context.close();
          String rows = seen.stream().map(one -> one.number + one.library).collect(Collectors.joining(" "));
          spark.read().csv(args[1]).limit(1).selectExpr("'" + rows + "' AS rows").write().text(args[2]);
        }
      }
      """;

  private static final String LIBRARY =
      """
      package org.apache.commons.lang3;
      public class StringUtils {
        public static String capitalize(String text) { return "their own version"; }
      }
      """;

  /** Of the program; if it had an effect, a file would show it. */
  private static final String LOGGING =
      """
      appender.file.type = File
      appender.file.name = file
      appender.file.fileName = ${sys:java.io.tmpdir}/theirs.log
      rootLogger.level = trace
      rootLogger.appenderRef.file.ref = file
      """;

  @TempDir Path folder;

  @Test
  void aProgramHasExecutorsOfItsOwnAndItsClassesOnThem() throws Exception {
    assertThat(run("write", "local-cluster[1,2,1024]")).isEqualTo(RunnerMain.SUCCESS);

    RunReport report = Contract.read(Files.readString(folder.resolve("answer")), RunReport.class);
    assertThat(report.failure()).isNull();
    assertThat(report.samples()).hasSize(1);
    JsonNode document = new ObjectMapper().readTree(Files.readString(folder.resolve("document")));
    assertThat(document.get("type").asText()).isEqualTo("application");
    assertThat(document.get("outputs").get("out").get("rows").asInt()).isEqualTo(1);
    assertThat(Files.readString(folder.resolve("left")))
        .isEqualTo("[jobs/program.jar, result/job/output/2_nodes.json, sales.csv] stopped");
    // This shows which library the executors used.
    assertThat(Files.readString(folder.resolve("rows"))).isEqualTo("1Theirs 2Theirs 3Theirs");
    assertThat(folder.resolve("theirs.log")).doesNotExist();
  }

  @Test
  void aProgramThatEndsTheJvmIsToldWhere() throws Exception {
    assertThat(run("exit", "local[1]")).isEqualTo(3);

    RunReport report = Contract.read(Files.readString(folder.resolve("answer")), RunReport.class);
    assertThat(report.failure().reason()).isEqualTo(FailureReason.APPLICATION_EXITED);
    assertThat(report.failure().message())
        .matches(
            "the application ended the JVM, at com.example.Program.main\\(Program.java:\\d+\\): let"
                + " main return instead, or throw an exception if it failed");
    assertThat(report.failure().reason().isTransient()).isFalse();
  }

  private int run(String what, String master) throws Exception {
    ProgramJar.of(PROGRAM, LIBRARY).resource("log4j2.properties", LOGGING).in(folder, "program");
    Files.writeString(folder.resolve("what"), what);
    Files.writeString(folder.resolve("master"), master);
    return ChildJvm.runSpark(
        Driver.class,
        folder,
        SECONDS,
        // What Spark's own tests start executors by.
        "-Dspark.testing=true",
        "-Dspark.test.home=" + folder);
  }

  /** A driver pod's JVM, with a store. */
  static final class Driver {

    public static void main(String[] args) throws IOException {
      Path folder = Path.of(args[0]);
      TestStore store = TestStore.get();
      store.newBucket("data");
      store.put("data", "jobs/program.jar", folder.resolve("program.jar"));
      store.put("data", "sales.csv", "store,price\na,1\n");
      String[] arguments = {
        Files.readString(folder.resolve("what")), "$(dataset)", "$(scratch)/out"
      };
      RunRequest request =
          ApplicationRequests.of("com.example.Program", "s3://data/jobs/program.jar")
              .dataset("s3://data/sales.csv")
              .output("s3://data/result/job/output/2_nodes.json")
              .arguments(arguments)
              .compare("out")
              .build();
      Map<String, String> environment =
          Map.of(
              Contract.RUN_VARIABLE,
              Contract.write(request),
              Contract.TERMINATION_LOG_VARIABLE,
              folder.resolve("answer").toString());
      String master = Files.readString(folder.resolve("master"));
      int exitCode =
          new RunnerMain(
                  environment,
                  new FreshSpark(master, folder, () -> keepRows(folder)),
                  FallbackAnswer::arrange)
              .execute(List.of("run"));
      Files.writeString(
          folder.resolve("document"), store.read("data", "result/job/output/2_nodes.json"));
      Files.writeString(
          folder.resolve("left"),
          store.keys("data")
              + (SparkContext$.MODULE$.getActive().isEmpty() ? " stopped" : " not stopped"));
      System.exit(exitCode);
    }

    /** What the program wrote, before it is deleted. */
    private static void keepRows(Path folder) {
      try {
        TestStore store = TestStore.get();
        String key =
            store.keys("data").stream()
                .filter(one -> one.contains("/out/part-"))
                .findFirst()
                .orElse(null);
        Files.writeString(
            folder.resolve("rows"), key == null ? "" : store.read("data", key).strip());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
