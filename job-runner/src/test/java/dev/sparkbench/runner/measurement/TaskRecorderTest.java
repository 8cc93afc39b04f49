// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.measurement;

import static org.apache.spark.sql.functions.broadcast;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.api.prediction.RecordedStage;
import dev.sparkbench.runner.fixture.LocalSpark;
import dev.sparkbench.runner.fixture.OnePart;
import dev.sparkbench.runner.machine.ExecutorWatch;
import dev.sparkbench.runner.measurement.RunMetrics.IterationFacts;
import dev.sparkbench.runner.measurement.RunMetrics.Span;
import dev.sparkbench.runner.measurement.RunMetrics.StageFacts;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

class TaskRecorderTest {

  private static final int SLOTS = 2;

  private final SparkSession spark = LocalSpark.spark();
  private final ExecutorService others = Executors.newSingleThreadExecutor();

  @BeforeEach
  void startTheOthers() throws Exception {
    others.submit(() -> {}).get();
  }

  @AfterEach
  void stopTheOthers() {
    others.shutdownNow();
  }

  @Test
  void knowsTheTasksOfEachIteration(@TempDir Path folder) {
    String path = folder.resolve("rows").toString();
    spark.range(0, 1_000, 1, 4).write().parquet(path);
    Dataset<?> rows = spark.read().parquet(path);

    // The first news of the counters are there.
    ExecutorWatch.of(spark.sparkContext()).settle(Instant.now());

    // Four tasks that read, and one for what they shuffle, which is little.
    RunMetrics metrics =
        record(() -> rows.groupBy(rows.col("id").mod(10)).count().collectAsList().size(), 2);

    assertThat(metrics.slots()).isEqualTo(SLOTS);
    assertThat(metrics.iterations()).hasSize(2);
    for (IterationFacts iteration : metrics.iterations()) {
      assertThat(iteration.counted()).isTrue();
      assertThat(iteration.disturbed()).isNull();
      assertThat(iteration.stages()).isEqualTo(2);
      assertThat(figure(iteration, "input_records")).isEqualTo(1_000);
      assertThat(figure(iteration, "input_bytes")).isPositive();
      assertThat(figure(iteration, "shuffle_written_bytes"))
          .isPositive()
          .isEqualTo(figure(iteration, "shuffle_read_bytes"));
      assertThat(figure(iteration, "shuffle_read_remote_bytes")).isZero();
      assertThat(figure(iteration, "executor_run_sec")).isPositive();
      assertThat(figure(iteration, "executor_cpu_sec"))
          .isPositive()
          .isLessThan(iteration.sec() * 3);
      assertThat(figure(iteration, "peak_execution_memory_bytes")).isPositive();
      assertThat(iteration.jitSec()).isNotNull().isNotNegative();
    }
    assertThat(metrics.iterations().get(0).tasks())
        .isEqualTo(metrics.iterations().get(1).tasks())
        .isEqualTo(4 + 1);
    assertThat(metrics.slotSec().values().stream().mapToDouble(s -> s).sum())
        .isCloseTo(
            SLOTS
                * metrics.iterations().stream()
                    .mapToDouble(IterationFacts::sec)
                    .average()
                    .orElse(0),
            within(1e-6));
  }

  @Test
  void showsAnIterationInDetail() {
    // One of four tasks takes much longer than the others.
    RunMetrics metrics =
        record(
            () ->
                JavaSparkContext.fromSparkContext(spark.sparkContext())
                    .parallelize(IntStream.range(0, 4).boxed().toList(), 4)
                    .map(i -> busy(i == 3 ? 400 : 20))
                    .collect(),
            1);

    StageFacts stage = metrics.median().stages().get(0);
    assertThat(metrics.median().stages()).hasSize(1);
    assertThat(stage.tasks()).isEqualTo(4);
    assertThat(stage.name()).startsWith("collect at TaskRecorderTest.java");
    assertThat(stage.maxTaskSec()).isGreaterThan(0.4);
    assertThat(stage.skew()).isEqualTo(stage.maxTaskSec() / stage.medianTaskSec());
    assertThat(metrics.skewedStage()).isEqualTo(stage.stage());
    assertThat(metrics.slotSec().get("skew")).isGreaterThan(0.1);
    assertThat(metrics.median().executors())
        .singleElement()
        .satisfies(executor -> assertThat(executor.tasks()).isEqualTo(4));
    assertThat(metrics.median().spans())
        .hasSize(4)
        .isSortedAccordingTo(Comparator.comparingDouble(Span::startSec));
    assertThat(metrics.median().stagesLeftOut()).isZero();
    assertThat(metrics.median().spansLeftOut()).isZero();
  }

  /** The stage that is named as skewed is one of the shown stages. */
  @Test
  void showsTheMedianIteration() {
    AtomicInteger iteration = new AtomicInteger();
    RunMetrics metrics =
        record(
            () -> {
              int longest = new int[] {900, 450, 20}[iteration.getAndIncrement()];
              return JavaSparkContext.fromSparkContext(spark.sparkContext())
                  .parallelize(IntStream.range(0, 4).boxed().toList(), 4)
                  .map(i -> busy(i == 3 ? longest : 20))
                  .collect();
            },
            3);

    StageFacts stage = metrics.median().stages().get(0);
    assertThat(stage.maxTaskSec()).isBetween(0.44, 0.9);
    assertThat(metrics.skewedStage()).isEqualTo(stage.stage());
  }

  @Test
  void tasksOfEmptySplitsAreTooFewTasks(@TempDir Path folder) {
    String path = folder.resolve("rows").toString();
    // One row group, in splits of one for each slot.
    spark.range(0, 300_000, 1, 1).write().parquet(path);
    RuntimeConfig conf = spark.conf();
    conf.set("spark.sql.files.minPartitionNum", SLOTS);
    conf.set("spark.sql.files.openCostInBytes", 1);
    try {
      Dataset<?> rows = spark.read().parquet(path);
      RunMetrics metrics = record(() -> rows.filter("id % 3 = 0").collectAsList().size(), 1);

      MainStage main = metrics.mainStage();
      assertThat(main.tasks()).isEqualTo(SLOTS);
      assertThat(main.tasksWithWork()).isEqualTo(1);
      assertThat(main.readsDataset()).isTrue();
      assertThat(metrics.skewedStage()).isNull();
      assertThat(metrics.slotSec().get("skew")).isZero();
      assertThat(metrics.slotSec().get("too_few_tasks")).isPositive();
    } finally {
      conf.unset("spark.sql.files.openCostInBytes");
    }
  }

  @Test
  void theMainStageIsTheOneWithMostTaskTime() {
    RunMetrics metrics =
        record(
            () -> {
              JavaSparkContext java = JavaSparkContext.fromSparkContext(spark.sparkContext());
              java.parallelize(List.of(1, 2, 3), 3).count();
              return java.parallelize(List.of(1, 2), 2).map(i -> busy(100)).collect();
            },
            1);

    assertThat(metrics.mainStage().name()).startsWith("collect at TaskRecorderTest.java");
    assertThat(metrics.mainStage().tasks()).isEqualTo(2);
    // They read nothing: what they do is their own.
    assertThat(metrics.mainStage().tasksWithWork()).isEqualTo(2);
    assertThat(metrics.mainStage().readsDataset()).isFalse();
  }

  @Test
  void leavesOutTheShortestOfVeryManyTasks() {
    RunMetrics metrics =
        record(
            () ->
                JavaSparkContext.fromSparkContext(spark.sparkContext())
                    .parallelize(IntStream.range(0, 2_100).boxed().toList(), 2_100)
                    .count(),
            1);
    assertThat(metrics.iterations().get(0).tasks()).isEqualTo(2_100);
    assertThat(metrics.median().spans()).hasSize(2_000);
    assertThat(metrics.median().spansLeftOut()).isEqualTo(100);
  }

  @Test
  void whatOthersDoMeanwhileIsNotItsOwn() {
    RunMetrics metrics = record(this::jobOfAnotherThread, 1);
    assertThat(metrics.iterations().get(0).tasks()).isZero();
    assertThat(metrics.slotSec().get("driver"))
        .isCloseTo(SLOTS * metrics.iterations().get(0).sec(), within(1e-9));
  }

  @Test
  void whatABroadcastDoesIsItsOwn() {
    Dataset<?> left = spark.range(0, 100, 1, 3);
    Dataset<?> right = spark.range(0, 100, 1, 5);
    RunMetrics metrics = record(() -> left.join(broadcast(right), "id").collectAsList().size(), 1);
    assertThat(metrics.iterations().get(0).tasks()).isEqualTo(3 + 5);
  }

  /**
   * The stage that reads a shuffle names a parent that was never executed: under AQE, that is a new
   * number for the stage which was.
   */
  @Test
  void linksStagesByTheirShufflesUnderAqe() {
    Watched watched =
        watch(
            () ->
                spark
                    .range(0, 1_000, 1, 4)
                    .selectExpr("id % 10 AS id")
                    .groupBy("id")
                    .count()
                    .collectAsList()
                    .size());

    List<RecordedStage> stages = Recording.of(watched).stages();
    assertThat(Recording.isLinked(watched)).isTrue();
    assertThat(Recording.missingTasks(watched)).isZero();
    assertThat(stages).hasSize(2);
    assertThat(stages.get(0).parents()).isEmpty();
    assertThat(stages.get(1).parents()).containsExactly(stages.get(0).id());
    assertThat(stages.get(0).group()).startsWith("execution ").isEqualTo(stages.get(1).group());
    assertThat(stages.get(0).launched()).hasSize(4);
    assertThat(stages.get(1).id()).isGreaterThan(stages.get(0).id() + 1);
  }

  /** The reader waits for it in the driver. */
  @Test
  void nothingLinksABroadcastToItsReader() {
    Dataset<?> right = spark.range(0, 100, 1, 5);
    List<RecordedStage> stages =
        Recording.of(
                watch(
                    () ->
                        spark
                            .range(0, 100, 1, 3)
                            .join(broadcast(right), "id")
                            .collectAsList()
                            .size()))
            .stages();

    assertThat(stages).extracting(stage -> stage.launched().length).containsExactly(5, 3);
    assertThat(stages).allMatch(stage -> stage.parents().isEmpty());
    assertThat(stages.get(0).group()).isEqualTo(stages.get(1).group());
  }

  @Test
  void jobsOutsideOfSqlAreLinkedByTheirShufflesAndKeptApart() {
    JavaSparkContext java = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Watched watched =
        watch(
            () -> {
              java.parallelize(List.of(1, 2, 3, 4), 4)
                  .mapToPair(i -> new Tuple2<>(i % 2, i))
                  .reduceByKey(Integer::sum, 2)
                  .collect();
              return java.parallelize(List.of(1, 2), 2).count();
            });

    List<RecordedStage> stages = Recording.of(watched).stages();
    assertThat(Recording.isLinked(watched)).isTrue();
    assertThat(Recording.missingTasks(watched)).isZero();
    assertThat(stages).hasSize(3);
    assertThat(stages.get(1).parents()).containsExactly(stages.get(0).id());
    assertThat(stages.get(1).group()).startsWith("job ").isEqualTo(stages.get(0).group());
    assertThat(stages.get(2).group()).isNotEqualTo(stages.get(0).group());
  }

  @Test
  void knowsWhichStagesKeepRowsInMemory() {
    Dataset<Long> rows = spark.range(0, 100, 1, 2).persist();
    try {
      assertThat(links(watch(() -> (int) rows.count()))).anyMatch(StageLinks::cached);
      // Those that only read them know it as well.
      assertThat(links(watch(() -> rows.collectAsList().size()))).allMatch(StageLinks::cached);
    } finally {
      rows.unpersist(true);
    }
    assertThat(links(watch(() -> (int) rows.count()))).noneMatch(StageLinks::cached);
    assertThat(
            links(
                watch(
                    () ->
                        JavaSparkContext.fromSparkContext(spark.sparkContext())
                            .parallelize(List.of(1, 2), 2)
                            .persist(StorageLevel.DISK_ONLY())
                            .count())))
        .noneMatch(StageLinks::cached);
  }

  /** Broadcasts and subqueries have threads of their own, and belong to their query. */
  @Test
  void queriesOfAThreadAreNotAtTheSameTimeAndThoseOfTwoAre() {
    Dataset<?> left = spark.range(0, 100, 1, 3);
    Supplier<Integer> query =
        () -> left.join(broadcast(spark.range(0, 100, 1, 5)), "id").collectAsList().size();
    assertThat(Recording.hasGroupsAtOnce(watch(() -> query.get() + query.get()))).isFalse();

    JavaSparkContext java = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Supplier<Integer> job = () -> java.parallelize(List.of(1), 1).map(i -> sleep(200)).first();
    Watched several =
        watch(
            () -> {
              CompletableFuture<Integer> other = inNewThread(job);
              return job.get() + other.join();
            });
    assertThat(Recording.hasGroupsAtOnce(several)).isTrue();
  }

  /** Which has the property of the thread that makes it. */
  private static CompletableFuture<Integer> inNewThread(Supplier<Integer> job) {
    CompletableFuture<Integer> result = new CompletableFuture<>();
    new Thread(() -> result.complete(job.get())).start();
    return result;
  }

  private static List<StageLinks> links(Watched watched) {
    return watched.trace().stages().stream().map(Trace.Stage::links).toList();
  }

  /** Eight tasks that take a known time on two slots: they sleep, whatever the machine does. */
  @Test
  void replaysWhatItRecordedOnOtherSlots() {
    ReplayFacts replay =
        ReplayFacts.of(
            iterations(
                () ->
                    JavaSparkContext.fromSparkContext(spark.sparkContext())
                        .parallelize(IntStream.range(0, 8).boxed().toList(), 8)
                        .map(i -> sleep(50))
                        .collect(),
                2));

    assertThat(replay.refused()).isNull();
    assertThat(replay.tasks()).isEqualTo(8);
    assertThat(replay.counts()).extracting(ReplayFacts.Count::nodes).containsExactly(1, 2, 3, 4);
    // Four waves on two slots; more slots are never slower.
    assertThat(replay.counts().get(0).lowSec()).isGreaterThanOrEqualTo(4 * 0.05);
    assertThat(replay.counts())
        .extracting(ReplayFacts.Count::highSec)
        .isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(replay.floor().lowSec()).isGreaterThanOrEqualTo(0.05);
    assertThat(replay.stages())
        .singleElement()
        .satisfies(
            stage -> {
              assertThat(stage.tasks()).isEqualTo(8);
              assertThat(stage.onFloor()).isTrue();
              assertThat(stage.name()).startsWith("collect at TaskRecorderTest.java");
              assertThat(stage.longestSec()).isGreaterThanOrEqualTo(0.05);
            });
  }

  private Integer jobOfAnotherThread() {
    try {
      // Its thread was there before: new ones would inherit the property.
      return others.submit(() -> spark.range(0, 10, 1, 2).collectAsList().size()).get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private <T> RunMetrics record(Supplier<T> computation, int times) {
    return RunMetrics.of(
        iterations(computation, times), SLOTS, ExecutorWatch.of(spark.sparkContext()));
  }

  private <T> Iterations iterations(Supplier<T> computation, int times) {
    try (TaskRecorder recorder = TaskRecorder.of(spark.sparkContext())) {
      return Iterations.measure(
          new Measuring<>(new OnePart<>(computation), recorder, () -> {}, System::nanoTime),
          () -> {},
          times,
          ExecutorSlots.of(1, SLOTS));
    }
  }

  private <T> Watched watch(Supplier<T> computation) {
    try (TaskRecorder recorder = TaskRecorder.of(spark.sparkContext())) {
      return Measured.of(recorder, computation, System::nanoTime).watched();
    }
  }

  private static double figure(IterationFacts iteration, String name) {
    JsonNode figure = iteration.metrics().get(name);
    return figure.asDouble();
  }

  private static int sleep(int millis) throws InterruptedException {
    Thread.sleep(millis);
    return millis;
  }

  private static int busy(int millis) {
    long until = System.nanoTime() + millis * 1_000_000L;
    int spins = 0;
    while (System.nanoTime() < until) {
      spins++;
    }
    return spins;
  }
}
