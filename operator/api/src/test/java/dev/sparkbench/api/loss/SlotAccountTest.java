// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sparkbench.api.loss.Window.Stage;
import dev.sparkbench.api.loss.Window.Task;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SlotAccountTest {

  @Test
  void whatNoTaskUsesIsTheDriversWhereNoStageIsActive() {
    // 2 slots for 10 s; a stage from 2 to 7 that fills both.
    assertUses(
        new Window(10, 2, List.of(stage(0, 2, 7, busy(2, 7), busy(2, 7)))),
        Map.of(SlotUse.CPU, 10.0, SlotUse.DRIVER, 10.0));
  }

  @Test
  void fewerTasksThanSlotsLeaveTheOthersIdle() {
    assertUses(
        new Window(4, 8, List.of(stage(0, 0, 4, busy(0, 4), busy(0, 4)))),
        Map.of(SlotUse.CPU, 8.0, SlotUse.TOO_FEW_TASKS, 24.0));
  }

  @Test
  void theLastWaveOfEqualTasksIsTooFewTasksAndNoSkew() {
    // 3 equal tasks on 2 slots take two waves.
    assertUses(
        new Window(4, 2, List.of(stage(0, 0, 4, busy(0, 2), busy(0, 2), busy(2, 4)))),
        Map.of(SlotUse.CPU, 6.0, SlotUse.TOO_FEW_TASKS, 2.0));
  }

  @Test
  void tasksWithoutAnythingToDoAreTooFewTasksAndNoSkew() {
    // One row group in eight splits: seven tasks find nothing, which takes them 0.5 s.
    Window oneOfEight =
        new Window(
            4,
            8,
            List.of(
                stage(
                    0,
                    0,
                    4,
                    Stream.concat(
                            Stream.of(busy(0, 4)), Stream.generate(() -> empty(0, 0.5)).limit(7))
                        .toArray(Task[]::new))));
    assertUses(oneOfEight, Map.of(SlotUse.CPU, 7.5, SlotUse.TOO_FEW_TASKS, 24.5));
    assertThat(SlotAccount.of(oneOfEight).skewedStage()).isEmpty();
    // Of those that have something to do, one can still take longer than the other.
    assertUses(
        new Window(4, 3, List.of(stage(0, 0, 4, busy(0, 4), busy(0, 2), empty(0, 0)))),
        Map.of(SlotUse.CPU, 6.0, SlotUse.TOO_FEW_TASKS, 3.0, SlotUse.SKEW, 3.0));
  }

  @Test
  void aStageOfWhichNoTaskReadAnythingIsTakenAsItIs() {
    assertUses(
        new Window(4, 2, List.of(stage(0, 0, 4, empty(0, 4), empty(0, 2)))),
        Map.of(SlotUse.CPU, 6.0, SlotUse.SKEW, 2.0));
  }

  @Test
  void aStageWaitsForItsLongestTask() {
    // As many tasks as slots; three of them wait 6 s for the fourth.
    Window window =
        new Window(8, 4, List.of(stage(7, 0, 8, busy(0, 2), busy(0, 2), busy(0, 2), busy(0, 8))));
    assertUses(window, Map.of(SlotUse.CPU, 14.0, SlotUse.SKEW, 18.0));
    assertThat(SlotAccount.of(window).skewedStage()).hasValue(7);
  }

  @Test
  void ofSeveralSkewedStagesTheWorstIsNamed() {
    Window window =
        new Window(
            10,
            2,
            List.of(
                stage(3, 0, 4, busy(0, 3), busy(0, 4)), stage(4, 4, 10, busy(4, 5), busy(4, 10))));
    assertUses(window, Map.of(SlotUse.CPU, 14.0, SlotUse.SKEW, 6.0));
    assertThat(SlotAccount.of(window).skewedStage()).hasValue(4);
  }

  @Test
  void theRunTimeOfATaskIsSplitWithoutCountingAnythingTwice() {
    // 10 s with the slot, 9 of them running: 4 CPU, 2 GC, 1.5 waiting, 0.5 writing, 1 other.
    assertUses(
        new Window(10, 1, List.of(stage(0, 0, 10, new Task(0, 10, 9, 4, 2, 1.5, 0.5, false)))),
        Map.of(
            SlotUse.CPU,
            4.0,
            SlotUse.GC,
            2.0,
            SlotUse.FETCH_WAIT,
            1.5,
            SlotUse.SHUFFLE_WRITE,
            0.5,
            SlotUse.OTHER_WAIT,
            1.0,
            SlotUse.OVERHEAD,
            1.0));
    // The parts exceed the whole: the later ones give way.
    assertUses(
        new Window(10, 1, List.of(stage(0, 0, 10, new Task(0, 10, 10, 8, 3, 2, 1, false)))),
        Map.of(SlotUse.CPU, 8.0, SlotUse.GC, 2.0));
  }

  @Test
  void aSlotThatNothingExplainsIsIdle() {
    // Both tasks were given a slot 3 s late, as where executors are slow to take them.
    assertUses(
        new Window(5, 2, List.of(stage(0, 0, 5, busy(3, 5), busy(3, 5)))),
        Map.of(SlotUse.CPU, 4.0, SlotUse.OTHER_IDLE, 6.0));
  }

  @Test
  void aWindowWithoutStagesIsTheDriversAlone() {
    assertUses(new Window(3, 4, List.of()), Map.of(SlotUse.DRIVER, 12.0));
    assertUses(new Window(3, 4, List.of(stage(0, 1, 1))), Map.of(SlotUse.DRIVER, 12.0));
  }

  @Test
  void everySlotSecondIsAccountedForWhateverSparkSays() {
    Random random = new Random(42);
    for (int i = 0; i < 1_000; i++) {
      Window window = anyWindow(random);
      SlotTime time = SlotAccount.of(window).time();
      assertThat(time.total()).isCloseTo(window.slots() * window.seconds(), within(1e-9));
    }
  }

  @Test
  void aWindowNeedsTimeAndSlots() {
    assertThatThrownBy(() -> new Window(0, 1, List.of()))
        .hasMessage("a window needs time and slots, not 0.0 s and 1 slots");
    assertThatThrownBy(() -> new Window(1, 0, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SlotTime(Map.of(SlotUse.GC, -1.0)))
        .hasMessage("slot-seconds must be 0 or more, not -1.0 for gc");
  }

  /** Tasks beyond the window, more of them than slots, figures that contradict each other. */
  private static Window anyWindow(Random random) {
    List<Stage> stages = new ArrayList<>();
    for (int s = random.nextInt(4); s > 0; s--) {
      double start = random.nextDouble() * 8;
      Task[] tasks =
          Stream.generate(
                  () -> {
                    double from = start + random.nextDouble();
                    return new Task(
                        from,
                        from + random.nextDouble() * 4 - 0.001,
                        random.nextDouble() * 5,
                        random.nextDouble() * 5,
                        random.nextDouble(),
                        random.nextDouble(),
                        random.nextDouble(),
                        random.nextInt(3) == 0);
                  })
              .limit(random.nextInt(6))
              .toArray(Task[]::new);
      stages.add(stage(s, start, start + random.nextDouble() * 4, tasks));
    }
    return new Window(1 + random.nextDouble() * 9, 1 + random.nextInt(8), stages);
  }

  private static Stage stage(int id, double start, double end, Task... tasks) {
    return new Stage(id, start, end, List.of(tasks));
  }

  private static Task busy(double start, double end) {
    return new Task(start, end, end - start, end - start, 0, 0, 0, false);
  }

  private static Task empty(double start, double end) {
    return new Task(start, end, end - start, end - start, 0, 0, 0, true);
  }

  private static void assertUses(Window window, Map<SlotUse, Double> expected) {
    Map<SlotUse, Double> all = new EnumMap<>(SlotUse.class);
    for (SlotUse use : SlotUse.values()) {
      all.put(use, expected.getOrDefault(use, 0.0));
    }
    SlotTime time = SlotAccount.of(window).time();
    all.forEach(
        (use, seconds) ->
            assertThat(time.of(use)).as(use.wireName()).isCloseTo(seconds, within(1e-9)));
  }
}
