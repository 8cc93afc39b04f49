// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.RunRequest;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.fixture.ApplicationRequests;
import dev.sparkbench.runner.fixture.LocalSpark;
import dev.sparkbench.runner.fixture.ProgramJar;
import dev.sparkbench.runner.fixture.Seen;
import dev.sparkbench.runner.fixture.TestStore;
import dev.sparkbench.runner.storage.ObjectStore;
import dev.sparkbench.runner.work.Part;
import dev.sparkbench.runner.work.Prepared;
import dev.sparkbench.runner.work.Result;
import dev.sparkbench.runner.work.Work;
import dev.sparkbench.runner.work.digest.DigestComparison;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Typical user programs, called in the driver. */
class ApplicationWorkTest {

  private static final TestStore STORE = TestStore.get();

  /** Several programs in one class; the first argument selects one. */
  private static final String PROGRAMS =
      """
      package com.example;

      import dev.sparkbench.runner.fixture.Seen;
      import java.util.concurrent.CountDownLatch;
      import org.apache.commons.lang3.StringUtils;
      import org.apache.spark.SparkConf;
      import org.apache.spark.SparkContext;
      import org.apache.spark.api.java.JavaSparkContext;
      import org.apache.spark.sql.SparkSession;
      import org.apache.spark.sql.streaming.Trigger;
      import static org.apache.spark.sql.functions.*;

      public class Programs {
        static final CountDownLatch END = new CountDownLatch(1);
        static int calls;

        public static void main(String[] args) throws Exception {
          calls++;
          switch (args[0]) {
            case "good" -> good(args);
            case "leaves" -> leaves();
            case "sets" -> sets();
            case "context" -> new SparkContext(new SparkConf());
            case "javaContext" -> new JavaSparkContext(new SparkConf());
            case "throws" -> throwsAnException();
            case "task" -> failsInATask();
            case "values" -> spark().sql("SELECT CAST('hush-hush' AS INT)").collect();
            case "thread" -> new Thread(Programs::await, "worker").start();
            case "daemon" -> daemon();
            case "end" -> END.countDown();
            case "job" -> job();
            case "stream" -> stream();
            case "ownLibrary" -> Seen.add(StringUtils.capitalize("theirs"));
            case "newLibrary" -> Seen.add(StringUtils.newInVersion99());
            case "static" -> Broken.touch();
            case "changes" -> changes();
            default -> throw new IllegalArgumentException(args[0]);
          }
        }

        static SparkSession spark() {
          return SparkSession.builder().master("local[1]").appName("hard-coded").getOrCreate();
        }

        static void good(String[] args) {
          SparkSession spark = spark();
          spark.read().option("header", true).option("inferSchema", true).csv(args[1])
              .groupBy("store").agg(sum("price").as("revenue")).write().parquet(args[2]);
          spark.read().parquet(args[2]).coalesce(1).write().json(args[2] + "-text");
          Seen.add(String.join(" ", args));
          spark.stop();
          spark.sparkContext().stop();
        }

        static void leaves() {
          SparkSession spark = spark();
          Seen.add(spark);
          Seen.add(calls);
          Seen.add(spark.catalog().tableExists("v") + " " + spark.catalog().tableExists("global_temp.g"));
          spark.range(10).createOrReplaceTempView("v");
          spark.range(10).createOrReplaceGlobalTempView("g");
          spark.sql("SELECT * FROM v").cache().count();
          JavaSparkContext.fromSparkContext(spark.sparkContext())
              .parallelize(java.util.List.of(1, 2)).cache().count();
          spark.sparkContext().setJobGroup("mine", "mine", false);
          spark.conf().set("spark.sql.ansi.enabled", "true");
        }

        static void sets() {
          SparkSession spark = SparkSession.builder()
              .config("spark.sql.shuffle.partitions", "3")
              .config("spark.executor.memory", "64g")
              .getOrCreate();
          spark.newSession().conf().set("spark.sql.ansi.enabled", "true");
          SparkSession other = spark.newSession();
          other.conf().set("spark.sql.session.timeZone", "Asia/Tokyo");
          other.range(1).count();
          spark.range(1).count();
          Seen.add(spark.conf().get("spark.sql.shuffle.partitions"));
        }

        static void throwsAnException() {
          try {
            Long.parseLong("many");
          } catch (NumberFormatException e) {
            throw new IllegalStateException("no rates for 2026-01-31\\nsecond line", e);
          }
        }

        static void failsInATask() {
          spark().range(3).select(raise_error(concat(lit("hush-hush"), col("id")))).collect();
        }

        static void await() {
          try {
            END.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        }

        static void daemon() {
          Thread thread = new Thread(Programs::await, "daemon");
          thread.setDaemon(true);
          thread.start();
        }

        static void job() throws Exception {
          SparkSession spark = spark();
          CountDownLatch started = new CountDownLatch(1);
          spark.sparkContext().addSparkListener(new org.apache.spark.scheduler.SparkListener() {
            @Override
            public void onTaskStart(org.apache.spark.scheduler.SparkListenerTaskStart start) {
              started.countDown();
            }
          });
          JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
          Thread thread = new Thread(
              () -> {
                try {
                  spark.sql("SELECT count(*) FROM range(0, 4) WHERE java_method('java.lang.Thread', 'sleep', 5000L + id) IS NULL").collect();
                } catch (Exception e) {
                  Seen.add("ended");
                }
              });
          thread.setDaemon(true);
          thread.start();
          started.await();
        }

        static void stream() throws Exception {
          spark().readStream().format("rate").load().writeStream().format("noop").queryName("ticks").start();
        }

        static void changes() {
          Seen.add(new SparkConf().get("spark.app.name", "none"));
          System.setProperty("com.example.left", "behind");
          Thread.currentThread().setContextClassLoader(null);
          Thread.currentThread().interrupt();
        }

        static class Broken {
          static final int SIZE = Integer.parseInt("x");
          static void touch() {}
        }
      }
      """;

  private static final String LIBRARY =
      """
      package org.apache.commons.lang3;
      public class StringUtils {
        public static String capitalize(String text) { return "their own version"; }
        public static String newInVersion99() { return "new"; }
      }
      """;

  @TempDir static Path jars;

  private static String bucket;

  private final ClassLoader before = Thread.currentThread().getContextClassLoader();
  private ObjectStore store;
  private SparkSession spark;

  @BeforeAll
  static void makeJar() throws IOException {
    bucket = STORE.newBucket();
    STORE.put(
        bucket,
        "jobs/programs.jar",
        ProgramJar.of(PROGRAMS, LIBRARY)
            .resource("log4j2.properties", "rootLogger.level = trace\n")
            .in(jars, "programs"));
    STORE.put(bucket, "sales.csv", "store,price\na,0.1\na,0.2\nb,5\n");
  }

  @BeforeEach
  void open() {
    Seen.take();
    store = ObjectStore.open(STORE.storage());
    spark = LocalSpark.spark();
  }

  @AfterEach
  void putBack() {
    store.close();
    assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
    assertThat(SparkSession.active()).isSameAs(spark);
    assertThat(spark.sparkContext().isStopped()).isFalse();
    assertThat(Thread.interrupted()).isFalse();
  }

  private static ApplicationRequests program(String... arguments) {
    return ApplicationRequests.of("com.example.Programs", "s3://" + bucket + "/jobs/programs.jar")
        .dataset("s3://" + bucket + "/sales.csv")
        .output("s3://" + bucket + "/j/output/2_nodes.json")
        .arguments(arguments);
  }

  /** Calls the program several times; returns the result of the last call. */
  private Result call(ApplicationRequests request, int times) {
    RunRequest built = request.build();
    Prepared prepared = new ApplicationFamily().prepare(built, store);
    try {
      Work<?> work = prepared.plan(spark, Map.of());
      Result result = null;
      for (int i = 0; i < times; i++) {
        result = pass(work);
      }
      result.outputs();
      return result;
    } finally {
      prepared.close();
    }
  }

  private static <T> Result pass(Work<T> work) {
    work.beforeEachPart();
    List<Part<T>> parts = work.parts();
    assertThat(parts).extracting(Part::name).containsExactly("application");
    return work.result(List.of(parts.get(0).computation().get()));
  }

  private void fails(String program, FailureReason reason, String message) {
    assertThatThrownBy(() -> call(program(program), 1))
        .isInstanceOfSatisfying(
            RunFailure.class, e -> assertThat(e.failure().reason()).isEqualTo(reason))
        .hasMessageMatching(message);
  }

  @Test
  void readsTheDatasetAndWritesToItsScratch() {
    Result result =
        call(program("good", "$(dataset)", "$(scratch)/out", "$(nodes)", "$(partitions)"), 1);

    String scratch = "s3a://" + bucket + "/j/scratch/2_nodes/1";
    assertThat(Seen.take())
        .containsExactly("good s3a://" + bucket + "/sales.csv " + scratch + "/out 2 8");
    assertThat(result.outputs().get("application").get("compared").asBoolean()).isFalse();
    assertThat(result.remarks()).isEmpty();
    assertThat(STORE.keys(bucket)).noneMatch(key -> key.startsWith("j/"));
  }

  @Test
  void noCallFindsWhatAnotherLeft() {
    String setting = spark.conf().get("spark.sql.ansi.enabled");

    Result result = call(program("leaves").repeatable(0, 2), 2);

    List<Object> seen = Seen.take();
    assertThat(seen).hasSize(6);
    assertThat(List.of(seen.get(1), seen.get(4))).containsExactly(1, 2);
    assertThat(List.of(seen.get(2), seen.get(5))).containsOnly("false false");
    assertThat(seen.get(0)).isNotSameAs(seen.get(3)).isNotSameAs(spark);
    assertThat(spark.sparkContext().getPersistentRDDs().isEmpty()).isTrue();
    assertThat(spark.sharedState().cacheManager().isEmpty()).isTrue();
    assertThat(spark.sparkContext().getLocalProperty("spark.jobGroup.id")).isNull();
    assertThat(spark.conf().get("spark.sql.ansi.enabled")).isEqualTo(setting);
    assertThat(result.remarks()).isEmpty();
  }

  @Test
  void theDatasetsPinsHoldForEachCall() {
    spark.conf().set("spark.sql.files.openCostInBytes", "70000");

    call(program("leaves"), 1);

    assertThat(((SparkSession) Seen.take().get(0)).conf().get("spark.sql.files.openCostInBytes"))
        .isEqualTo("70000");
  }

  @Test
  void settingsOfItsOwnAreTold() {
    String partitions = spark.conf().get("spark.sql.shuffle.partitions");

    Result result = call(program("sets"), 1);

    assertThat(Seen.take()).containsExactly("3");
    assertThat(spark.conf().get("spark.sql.shuffle.partitions")).isEqualTo(partitions);
    assertThat(result.remarks())
        .containsExactly(
            "The application set properties of Spark itself, which held for it instead of what the benchmark or the manifest says: spark.sql.session.timeZone=Asia/Tokyo, spark.sql.shuffle.partitions=3.");
  }

  @Test
  void aContextOfItsOwnIsRefused() {
    String remedy =
        "the application creates its own SparkContext, at com.example.Programs.main\\(Programs.java:\\d+\\), but the run has one already, with the executors: get it by SparkSession.builder\\(\\).getOrCreate\\(\\), or by SparkContext.getOrCreate\\(conf\\)";
    fails("context", FailureReason.INVALID_APPLICATION, remedy);
    fails("javaContext", FailureReason.INVALID_APPLICATION, remedy);
  }

  @Test
  void anExceptionIsToldInItsOwnWords() {
    fails(
        "throws",
        FailureReason.APPLICATION_FAILED,
        "the application threw java.lang.IllegalStateException: no rates for 2026-01-31, caused by java.lang.NumberFormatException: For input string: \"many\", at com.example.Programs.throwsAnException\\(Programs.java:\\d+\\)");
    fails(
        "static",
        FailureReason.APPLICATION_FAILED,
        "the application threw java.lang.ExceptionInInitializerError, caused by java.lang.NumberFormatException: For input string: \"x\", at com.example.Programs\\$Broken.<clinit>\\(Programs.java:\\d+\\).*");
  }

  @Test
  void whatRowsHoldIsNotTold() {
    fails(
        "task",
        FailureReason.APPLICATION_FAILED,
        "a Spark task of the application failed: RuntimeException, at com.example.Programs.failsInATask\\(Programs.java:\\d+\\)");
  }

  @Test
  void threadsThatKeepSparkSubmitFromEndingAreTold() {
    Prepared prepared = new ApplicationFamily().prepare(program("thread").build(), store);
    try {
      assertThat(pass(prepared.plan(spark, Map.of())).remarks())
          .containsExactly(
              "1 threads of the application (worker) were running when main returned. They are no daemons, so spark-submit would not have ended before them; what they do after main is not measured.");
    } finally {
      Thread.getAllStackTraces().keySet().stream()
          .filter(thread -> thread.getName().equals("worker"))
          .forEach(Thread::interrupt);
      prepared.close();
    }
    assertThat(call(program("daemon"), 1).remarks()).isEmpty();
  }

  @Test
  void jobsThatAreNotDoneAreCancelled() throws InterruptedException {
    assertThat(call(program("job"), 1).remarks())
        .containsExactly(
            "1 of the application's jobs were not done when main returned. They were cancelled, as spark-submit would have done; let main wait for them.");
    assertThat(Seen.next()).isEqualTo("ended");
  }

  @Test
  void streamingQueriesAreStopped() {
    assertThat(call(program("stream"), 1).remarks())
        .contains(
            "Streaming queries (ticks) were running when main returned. They were stopped; let main await their termination.");
    assertThat(spark.sharedState().activeStreamingQueries()).isEmpty();
  }

  @Test
  void ofALibraryThatTheImageHasTooTheImagesIsUsed() {
    call(program("ownLibrary"), 1);
    assertThat(Seen.take()).containsExactly("Theirs");
    fails(
        "newLibrary",
        FailureReason.APPLICATION_FAILED,
        "the application threw java.lang.NoSuchMethodError: 'java.lang.String org.apache.commons.lang3.StringUtils.newInVersion99\\(\\)', at com.example.Programs.main\\(Programs.java:\\d+\\); of a library that the image has too, in another version, the image's is used: shade it, or bring an image");
  }

  @Test
  void changesOfTheJvmAreUndone() {
    call(program("changes"), 1);

    assertThat(Seen.take()).containsExactly(spark.sparkContext().appName());
    assertThat(System.getProperty("com.example.left")).isNull();
    assertThat(System.getProperty("spark.app.name")).isNull();
  }

  @Test
  void rowsAreComparedWhereThatIsAskedFor() {
    Prepared prepared =
        new ApplicationFamily()
            .prepare(
                program("good", "$(dataset)", "$(scratch)/out")
                    .compare("out", "out-text")
                    .repeatable(0, 2)
                    .build(),
                store);
    try {
      Work<?> work = prepared.plan(spark, Map.of());
      Map<String, JsonNode> first = pass(work).outputs();
      // In other objects, and in another order.
      spark.conf().set("spark.sql.shuffle.partitions", "1");
      Map<String, JsonNode> second = pass(work).outputs();

      assertThat(first).containsOnlyKeys("out", "out-text");
      first.forEach(
          (name, output) -> {
            assertThat(output.get("rows").asLong()).isEqualTo(2);
            assertThat(DigestComparison.results(output, second.get(name))).isEmpty();
          });
      assertThat(first.get("out").get("format").asText()).isEqualTo("parquet");
      assertThat(first.get("out-text").get("format").asText()).isEqualTo("json");
      // The column of floating-point numbers is recognized in texts, too.
      assertThat(first.get("out-text").get("floats").get(0).get("column").asText())
          .isEqualTo("revenue");
    } finally {
      prepared.close();
    }
  }

  @Test
  void whatIsComparedHasToBeThere() {
    assertThatThrownBy(
            () -> call(program("good", "$(dataset)", "$(scratch)/out").compare("outt"), 1))
        .hasMessage(
            "jobConfig.application.compare names 'outt', but after main nothing lies at $(scratch)/outt");
  }
}
