// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.prediction;

import static dev.sparkbench.api.prediction.Recordings.tasks;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ReplayTest {

  private static final Offset<Double> EXACT = within(1e-9);

  @Test
  void aChainOfStagesTakesTheWavesOfEach() {
    Replay replay =
        new Recordings()
            .stage(0, "q", List.of(), tasks(4, 1))
            .stage(1, "q", List.of(0), tasks(2, 2))
            .replay();

    assertTime(replay, 1, 8);
    assertTime(replay, 2, 2 + 2);
    assertTime(replay, 3, 2 + 2);
    assertTime(replay, 4, 1 + 2);
    assertTime(replay, 100, 1 + 2);
    assertThat(replay.floor().high()).isCloseTo(3, EXACT);
    assertThat(replay.floorStages()).containsExactly(0, 1);
    assertThat(replay.enoughNodes(1)).isEqualTo(4);
    assertThat(replay.enoughNodes(2)).isEqualTo(2);
    assertThat(replay.enoughNodes(16)).isEqualTo(1);
  }

  /** Amdahl: 9 s in the driver and 72 s in eight tasks. */
  @Test
  void theDriversTimeStays() {
    Replay replay =
        new Recordings().driver(6).stage(0, "q", List.of(), tasks(8, 9)).driver(3).replay();

    for (int slots : List.of(1, 2, 4, 8)) {
      assertTime(replay, slots, 9 + 72.0 / slots);
    }
    assertTime(replay, 16, 18);
    assertThat(replay.driverSeconds()).isCloseTo(9, EXACT);
    assertThat(replay.enoughNodes(1)).isEqualTo(8);
  }

  @Test
  void gapsBetweenStagesAreTheDriversToo() {
    Replay replay =
        new Recordings()
            .driver(0.5)
            .stage(0, "q", List.of(), tasks(2, 1))
            .driver(0.25)
            .stage(1, "q", List.of(0), tasks(2, 1))
            .driver(0.125)
            .replay();

    assertTime(replay, 1, 4.875);
    assertTime(replay, 2, 2.875);
    assertThat(replay.driverSeconds()).isCloseTo(0.875, EXACT);
  }

  /** Both sides of a join were submitted at once; on one slot the second one had to wait. */
  @Test
  void stagesThatDoNotNeedEachOtherShareTheSlots() {
    Replay replay =
        new Recordings()
            .stage(0, "q", List.of(), 3)
            .stageSubmittedAt(0, 1, "q", List.of(), 2, 1)
            .stage(2, "q", List.of(0, 1), 1)
            .replay();

    assertTime(replay, 1, 7);
    // 3 s on one slot, 2 + 1 s on the other one.
    assertTime(replay, 2, 4);
    assertTime(replay, 3, 4);
    assertThat(replay.floorStages()).hasSize(2).endsWith(2);
  }

  @Test
  void theLowerStageGetsTheSlotsFirst() {
    Replay replay =
        new Recordings()
            .stage(0, "q", List.of(), tasks(2, 1))
            .stageSubmittedAt(0, 1, "q", List.of(), tasks(2, 1))
            .stageSubmittedAt(2, 2, "q", List.of(0), 5)
            .replay();

    // When stage 0 is done after 1 s, stage 1 goes before stage 2.
    assertTime(replay, 2, 1 + 1 + 5);
    // With a third slot only one task of stage 1 is left by then.
    assertTime(replay, 3, 1 + 5);
  }

  @Test
  void theLongestTaskOfASkewedStageIsTheFloor() {
    Replay replay = new Recordings().stage(0, "q", List.of(), 24, 3, 3, 3, 3, 3, 3, 3).replay();

    assertTime(replay, 1, 45);
    assertTime(replay, 2, 24);
    assertTime(replay, 8, 24);
    assertThat(replay.enoughNodes(1)).isEqualTo(2);
  }

  @Test
  void aLongTaskAtTheEndComesOnTopOfAWave() {
    Replay replay = new Recordings().stage(0, "q", List.of(), 3, 3, 3, 24).replay();

    assertTime(replay, 2, 3 + 24);
    assertTime(replay, 4, 24);
  }

  /**
   * A stage that reads a broadcast waits in the driver, without a shuffle: one graph does not
   * include this wait, and the other one always does.
   */
  @Test
  void aWaitInTheDriverIsBracketed() {
    Replay replay =
        new Recordings()
            .stage(0, "q", List.of(), tasks(2, 2))
            .driver(0.5)
            .stage(1, "q", List.of(), tasks(4, 1))
            .replay();

    TimeRange four = replay.on(4);
    assertThat(four.high()).isCloseTo(2 + 0.5 + 1, EXACT);
    // From 0.5 s on, two tasks of stage 1 run at a time, next to the two of stage 0.
    assertThat(four.low()).isCloseTo(0.5 + 1 + 1, EXACT);
  }

  /**
   * While stage 1 runs on the only slot, the driver builds a broadcast of stage 0 until 5.9 s. On
   * six slots stage 1 ends with stage 0, and the query takes 7 s: more than both ends say, because
   * nothing is recorded of that work.
   */
  @Test
  void whatTheDriverDidWhileTasksWereRunningIsNotSeen() {
    Replay replay =
        new Recordings()
            .stage(0, "q", List.of(), 1)
            .stageSubmittedAt(0, 1, "q", List.of(), tasks(5, 1))
            .driver(0.1)
            .stage(2, "q", List.of(), 1)
            .replay();

    assertThat(replay.on(1).high()).isCloseTo(7.1, EXACT);
    assertThat(replay.on(6).low()).isCloseTo(2, EXACT);
    assertThat(replay.on(6).high()).isCloseTo(2.1, EXACT);
  }

  @Test
  void aQueryBeginsWhenTheOneBeforeHasItsResult() {
    Replay replay =
        new Recordings()
            .stage(0, "one", List.of(), tasks(2, 2))
            .driver(0.5)
            .stage(1, "other", List.of(), tasks(4, 1))
            .replay();

    assertTime(replay, 4, 2 + 0.5 + 1);
  }

  /** The driver's time before a broadcast counts, whatever the reader waits for. */
  @Test
  void theDriversTimeBeforeABroadcastIsNotForgotten() {
    Replay replay =
        new Recordings()
            .driver(5)
            .stage(0, "q", List.of(), 1)
            .stage(1, "q", List.of(), tasks(4, 1))
            .replay();

    assertThat(replay.on(5).low()).isCloseTo(5 + 1, EXACT);
    assertThat(replay.on(5).high()).isCloseTo(5 + 1 + 1, EXACT);
  }

  /**
   * AQE: the parents in the reader's own numbering were never executed; stage 77 wrote what it
   * reads.
   */
  @Test
  void stagesAreLinkedByWhatWasExecuted() {
    Replay linked =
        new Recordings()
            .stage(77, "q", List.of(), tasks(4, 1))
            .stage(79, "q", List.of(77), tasks(4, 1))
            .replay();
    assertTime(linked, 4, 2);

    // Shuffles of another window exist already.
    Replay other = new Recordings().stage(79, "q", List.of(78), tasks(4, 1)).replay();
    assertTime(other, 4, 1);
  }

  @Test
  void severalWindowsFollowEachOther() {
    RecordedRun one = new Recordings().stage(0, "a", List.of(), tasks(2, 2)).run();
    RecordedRun other = new Recordings().driver(1).stage(5, "b", List.of(), tasks(4, 1)).run();
    Replay replay = Replay.of(List.of(one, other));

    assertTime(replay, 2, 2 + 1 + 2);
    assertTime(replay, 4, 2 + 1 + 1);
    assertThat(replay.floorStages()).containsExactly(0, 5);
    assertThat(replay.enoughNodes(1)).isEqualTo(4);
  }

  @Test
  void ofWorkWithoutTasksTheDriverIsAll() {
    Replay replay = Replay.of(List.of(new RecordedRun(2.5, List.of())));

    assertTime(replay, 1, 2.5);
    assertTime(replay, 8, 2.5);
    assertThat(replay.driverSeconds()).isEqualTo(2.5);
    assertThat(replay.floorStages()).isEmpty();
    assertThat(replay.enoughNodes(1)).isEqualTo(1);
  }

  /** Spark's clock has whole milliseconds, so it is unknown which of these came first. */
  @Test
  void stagesOfOneMomentDoNotWaitForEachOther() {
    double[] at = {1};
    Replay replay =
        Replay.of(
            List.of(
                new RecordedRun(
                    2,
                    List.of(
                        new RecordedStage(0, "a", 1, 1, List.of(1), at, at, 0),
                        new RecordedStage(1, "b", 1, 1, List.of(0), at, at, 0)))));

    assertTime(replay, 1, 2);
  }

  @Test
  void halfTheTaskInTwiceAsManyPartitionsIsFasterIfSlotsAreLeft() {
    Replay replay = new Recordings().overhead(0.1).stage(0, "q", List.of(), tasks(2, 4)).replay();

    assertThat(replay.withMorePartitions(4)).hasValueCloseTo(2.1, EXACT);
    // Three slots do four halves in two waves.
    assertThat(replay.withMorePartitions(3)).isEmpty();
    assertThat(replay.withMorePartitions(2)).isEmpty();
  }

  @Test
  void morePartitionsDoNotHelpASkewedStageASingleTaskOrTinyOnes() {
    assertThat(new Recordings().stage(0, "q", List.of(), 1, 1, 9).replay().withMorePartitions(16))
        .isEmpty();
    assertThat(new Recordings().stage(0, "q", List.of(), 9).replay().withMorePartitions(16))
        .isEmpty();
    assertThat(
            new Recordings()
                .overhead(0.09)
                .stage(0, "q", List.of(), tasks(4, 0.1))
                .replay()
                .withMorePartitions(16))
        .isEmpty();
  }

  /**
   * On any number of slots, a schedule takes at least as long as the critical path, and at least as
   * long as all tasks spread evenly. By Graham's bound, it takes at most as long as both together.
   */
  @Test
  void schedulesAreWithinTheBoundsOfListScheduling() {
    Random random = new Random(20);
    for (int round = 0; round < 200; round++) {
      RecordedRun run = random(random);
      double work =
          run.stages().stream().flatMapToDouble(stage -> Arrays.stream(stage.taskSeconds())).sum();
      Replay replay = Replay.of(List.of(run));
      TimeRange floor = replay.floor();
      for (int slots : List.of(1, 2, 3, 8, 50)) {
        TimeRange time = replay.on(slots);
        assertThat(time.low()).isGreaterThanOrEqualTo(floor.low() - 1e-9);
        assertThat(time.low()).isGreaterThanOrEqualTo(work / slots - 1e-9);
        assertThat(time.high()).isLessThanOrEqualTo(work / slots + floor.high() + 1e-9);
      }
      assertThat(replay.on(1).high()).isCloseTo(run.seconds(), EXACT);
    }
  }

  @Test
  void aReplayNeedsASlot() {
    Replay replay = new Recordings().stage(0, "q", List.of(), 1).replay();
    assertThatThrownBy(() -> replay.on(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a schedule needs a slot, not 0");
  }

  private static RecordedRun random(Random random) {
    Recordings recordings = new Recordings();
    int stages = 1 + random.nextInt(8);
    for (int id = 0; id < stages; id++) {
      List<Integer> parents = new ArrayList<>();
      for (int parent = 0; parent < id; parent++) {
        if (random.nextInt(3) == 0) {
          parents.add(parent);
        }
      }
      recordings
          .driver(random.nextDouble())
          .stage(
              id,
              "q" + random.nextInt(2),
              parents,
              random.doubles(1 + random.nextInt(9), 0, 5).toArray());
    }
    return recordings.driver(random.nextDouble()).run();
  }

  private static void assertTime(Replay replay, int slots, double seconds) {
    assertThat(replay.on(slots).low()).as("low on %d slots", slots).isCloseTo(seconds, EXACT);
    assertThat(replay.on(slots).high()).as("high on %d slots", slots).isCloseTo(seconds, EXACT);
  }
}
