// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.measurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.sparkbench.runner.fixture.LocalSpark;
import dev.sparkbench.runner.fixture.OnePart;
import dev.sparkbench.runner.work.Part;
import dev.sparkbench.runner.work.Result;
import dev.sparkbench.runner.work.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.junit.jupiter.api.Test;

/** Work of three parts, which take 1, 2 and 4 seconds; the time between them is 100 seconds. */
class SeveralPartsTest {

  private static final double SECOND = 1e9;
  private static final int SLOTS = 2;

  private final SparkContext spark = LocalSpark.spark().sparkContext();
  private final List<String> done = new ArrayList<>();
  private Set<Integer> losses = Set.of();
  private double now;

  @Test
  void aPassTakesAsLongAsItsPartsTogether() {
    Iterations iterations = measure(2);
    assertThat(iterations.samples()).containsExactly(7.0, 7.0);
    assertThat(iterations.result().outputs().get("computed").asText()).isEqualTo("[a, b, c]");
    assertThat(iterations.all().get(0).parts())
        .extracting(PartFacts::name, PartFacts::sec, PartFacts::repeats)
        .containsExactly(tuple("a", 1.0, 0), tuple("b", 2.0, 0), tuple("c", 4.0, 0));
  }

  /** The second part, b, loses an executor; its replacement is cold for every part. */
  @Test
  void aDisturbedPartIsDoneAgainWithoutTheOthers() {
    losses = Set.of(2);
    Iterations iterations = measure(2);
    assertThat(done).containsExactly("a", "b", "b", "b", "c", "c", "a", "a", "b", "c");
    assertThat(iterations.samples()).containsExactly(7.0, 7.0);
    assertThat(iterations.disturbed()).isZero();
    assertThat(iterations.executorsLost()).isEqualTo(1);
    assertThat(iterations.all().get(0).parts())
        .extracting(PartFacts::repeats)
        .containsExactly(0, 2, 1);
  }

  @Test
  void aPartThatIsAlwaysDisturbedDisturbsTheIteration() {
    losses = Set.of(2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20);
    Iterations iterations = measure(1);
    assertThat(iterations.all()).hasSize(2);
    assertThat(iterations.disturbed()).isEqualTo(2);
    assertThat(iterations.samples()).hasSize(1);
  }

  /** In the account, parts follow each other without a gap. */
  @Test
  void whatLiesBetweenPartsIsNotAccountedFor() {
    Iterations iterations = measure(1);
    assertThat(iterations.all().get(0).account().time().total())
        .isCloseTo(SLOTS * 7.0, within(1e-6));
  }

  /** Without stages all of it is the driver's, with any number of nodes. */
  @Test
  void aReplayIsOfAllPartsTogether() {
    ReplayFacts replay = ReplayFacts.of(measure(1));
    assertThat(replay.sec()).isEqualTo(7.0);
    assertThat(replay.refused()).isNull();
    assertThat(replay.counts())
        .extracting(ReplayFacts.Count::nodes, ReplayFacts.Count::lowSec, ReplayFacts.Count::highSec)
        .containsExactly(
            tuple(1, 7.0, 7.0), tuple(2, 7.0, 7.0), tuple(3, 7.0, 7.0), tuple(4, 7.0, 7.0));
    assertThat(replay.floor()).isEqualTo(new ReplayFacts.Floor(7.0, 7.0, 7.0));
  }

  @Test
  void aWarmUpPassHasTheTimeOfItsParts() {
    try (TaskRecorder recorder = TaskRecorder.of(spark)) {
      assertThat(measuring(recorder).warmUp().seconds()).isEqualTo(7.0);
    }
  }

  private Iterations measure(int wanted) {
    try (TaskRecorder recorder = TaskRecorder.of(spark)) {
      return Iterations.measure(measuring(recorder), () -> {}, wanted, ExecutorSlots.of(1, SLOTS));
    }
  }

  private Measuring<String> measuring(TaskRecorder recorder) {
    return new Measuring<>(new ThreeParts(), recorder, () -> {}, () -> (long) (now * SECOND));
  }

  private final class ThreeParts implements Work<String> {

    @Override
    public List<Part<String>> parts() {
      return List.of(part("a", 1), part("b", 2), part("c", 4));
    }

    private Part<String> part(String name, double seconds) {
      return new Part<>(
          name,
          () -> {
            now += seconds;
            done.add(name);
            if (losses.contains(done.size())) {
              spark
                  .listenerBus()
                  .post(new SparkListenerExecutorRemoved(0, "1", "killed by a test"));
            }
            return name;
          });
    }

    @Override
    public void beforeEachPart() {
      now += 100;
    }

    @Override
    public Result result(List<String> computed) {
      return new OnePart.AsText(computed.toString(), Map.of());
    }
  }
}
