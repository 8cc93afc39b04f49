// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.measurement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.runner.fixture.LocalSpark;
import dev.sparkbench.runner.fixture.OnePart;
import dev.sparkbench.runner.work.Part;
import dev.sparkbench.runner.work.Result;
import dev.sparkbench.runner.work.Work;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.junit.jupiter.api.Test;

class IterationsTest {

  private static final ExecutorSlots SLOTS = ExecutorSlots.of(1, 2);
  private static final long SECOND = 1_000_000_000;

  private final SparkContext spark = LocalSpark.spark().sparkContext();

  @Test
  void timesEachIterationInWholeMicroseconds() {
    Iterations iterations =
        measure(
            new AtomicInteger()::incrementAndGet,
            3,
            ticks(1_000, 1_234_567_890_499L + 1_000, 0, 1_499, 7, 7));
    assertThat(iterations.samples()).containsExactly(1_234.567890, 0.000001, 0.000001);
    assertThat(iterations.result().outputs().get("computed").asText()).isEqualTo("[3]");
    assertThat(iterations.disturbed()).isZero();
  }

  @Test
  void anIterationThatLosesAnExecutorIsDoneAgain() {
    AtomicInteger times = new AtomicInteger();
    Iterations iterations =
        measure(
            () -> {
              if (times.incrementAndGet() == 2) {
                lose("1");
              }
              return times.get();
            },
            3,
            seconds(1, 9, 2, 3));
    assertThat(iterations.all()).extracting(Iteration::seconds).containsExactly(1.0, 9.0, 2.0, 3.0);
    assertThat(iterations.all())
        .extracting(one -> one.disturbance().orElse(""))
        .containsExactly("", "1 executor lost", "", "");
    assertThat(iterations.samples()).containsExactly(1.0, 2.0, 3.0);
    assertThat(iterations.disturbed()).isEqualTo(1);
    assertThat(iterations.executorsLost()).isEqualTo(1);
  }

  @Test
  void anExecutorLostBetweenTwoIterationsDisturbsTheNext() {
    AtomicInteger times = new AtomicInteger();
    TaskRecorder recorder = TaskRecorder.of(spark);
    Iterations iterations =
        Iterations.measure(
            new Measuring<>(
                new OnePart<>(times::get),
                recorder,
                () -> {
                  if (times.incrementAndGet() == 2) {
                    lose("1");
                  }
                },
                seconds(1, 2, 3)),
            () -> {},
            2,
            SLOTS);
    recorder.close();
    assertThat(iterations.samples()).containsExactly(1.0, 3.0);
  }

  @Test
  void disturbedOnesCountWhenThereAreNotEnoughOthers() {
    AtomicInteger times = new AtomicInteger();
    Iterations iterations =
        measure(
            () -> {
              if (times.incrementAndGet() != 3) {
                lose("1");
                lose("2");
              }
              return 0;
            },
            2,
            seconds(1, 2, 3, 4));
    assertThat(iterations.all()).hasSize(4);
    assertThat(iterations.samples()).containsExactly(1.0, 3.0);
    assertThat(iterations.disturbed()).isEqualTo(3);
    assertThat(iterations.executorsLost()).isEqualTo(6);
    assertThat(iterations.all().get(0).disturbance()).hasValue("2 executors lost");
  }

  @Test
  void workThatCannotBeDoneAgainIsMeasuredOnceHoweverItWent() {
    TaskRecorder recorder = TaskRecorder.of(spark);
    Work<Integer> once =
        new Work<>() {
          @Override
          public List<Part<Integer>> parts() {
            return List.of(
                new Part<>(
                    "once",
                    () -> {
                      lose("1");
                      return 0;
                    }));
          }

          @Override
          public Result result(List<Integer> computed) {
            return new OnePart.AsText(computed.toString(), Map.of());
          }

          @Override
          public boolean repeatable() {
            return false;
          }
        };
    Iterations iterations =
        Iterations.measure(
            new Measuring<>(once, recorder, () -> {}, seconds(5)), () -> {}, 1, SLOTS);
    recorder.close();
    assertThat(iterations.samples()).containsExactly(5.0);
    assertThat(iterations.disturbed()).isEqualTo(1);
  }

  @Test
  void theMedianIsOneIterationOrTwo() {
    assertThat(measure(() -> 0, 3, seconds(3, 1, 2)).median())
        .extracting(Iteration::seconds)
        .containsExactly(2.0);
    assertThat(measure(() -> 0, 4, seconds(3, 1, 2, 9)).median())
        .extracting(Iteration::seconds)
        .containsExactly(2.0, 3.0);
  }

  /** Without stages all of an iteration is its floor: that of the longer one is not their time. */
  @Test
  void theFloorOfTwoIterationsIsTheirMeanAsTheirTimeIs() {
    ReplayFacts replay = ReplayFacts.of(measure(() -> 0, 4, seconds(3, 1, 2, 9)));
    assertThat(replay.sec()).isEqualTo(2.5);
    assertThat(replay.floor()).isEqualTo(new ReplayFacts.Floor(2.5, 2.5, 2.5));
  }

  /** Whoever came instead of a lost executor is cold. */
  @Test
  void warmsUpAgainAfterALoss() {
    AtomicInteger times = new AtomicInteger();
    List<Integer> warmUps = new ArrayList<>();
    try (TaskRecorder recorder = TaskRecorder.of(spark)) {
      Iterations.measure(
          new Measuring<>(
              new OnePart<>(
                  () -> {
                    if (times.incrementAndGet() == 2) {
                      lose("1");
                    }
                    return 0;
                  }),
              recorder,
              () -> {},
              seconds(1, 9, 2, 3)),
          () -> warmUps.add(times.get()),
          3,
          SLOTS);
    }
    assertThat(warmUps).containsExactly(0, 2);
  }

  /** The times of phases belong to their own iteration, not to the one whose result is kept. */
  @Test
  void keepsThePhasesOfEveryIteration() {
    AtomicInteger times = new AtomicInteger();
    try (TaskRecorder recorder = TaskRecorder.of(spark)) {
      assertThat(
              Iterations.measure(
                      new Measuring<>(
                          new OnePart<>(
                              times::incrementAndGet,
                              n -> Map.of("kmeans", Map.of("train", (double) n))),
                          recorder,
                          () -> {},
                          seconds(1, 1, 1)),
                      () -> {},
                      3,
                      SLOTS)
                  .all())
          .extracting(one -> one.phases().get("kmeans").get("train"))
          .containsExactly(1.0, 2.0, 3.0);
    }
  }

  private <T> Iterations measure(Supplier<T> computation, int wanted, LongSupplier clock) {
    try (TaskRecorder recorder = TaskRecorder.of(spark)) {
      return Iterations.measure(
          new Measuring<>(new OnePart<>(computation), recorder, () -> {}, clock),
          () -> {},
          wanted,
          SLOTS);
    }
  }

  private void lose(String executor) {
    spark.listenerBus().post(new SparkListenerExecutorRemoved(0, executor, "killed by a test"));
  }

  /** A clock with which each iteration takes the given number of seconds. */
  private static LongSupplier seconds(long... seconds) {
    return ticks(Arrays.stream(seconds).flatMap(s -> LongStream.of(0, s * SECOND)).toArray());
  }

  private static LongSupplier ticks(long... nanos) {
    Iterator<Long> next = Arrays.stream(nanos).iterator();
    return next::next;
  }
}
