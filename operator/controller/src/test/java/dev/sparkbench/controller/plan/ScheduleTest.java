// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.resource.MeasurementSpec.Order;
import dev.sparkbench.api.resource.RunStatus;
import dev.sparkbench.api.resource.RunStatus.State;
import dev.sparkbench.api.resource.RunStatusBuilder;
import dev.sparkbench.controller.plan.Schedule.Run;
import dev.sparkbench.controller.spec.Benchmark.Cell;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ScheduleTest {

  private static final List<Integer> NODE_LIST = List.of(1, 2, 4, 8);

  @Test
  void goesThroughAllNodeCountsOnceForEachTrial() {
    assertThat(schedule(List.of(1, 2), 3, Order.Ascending, 0).runs())
        .containsExactly(
            new Run(null, 1, 1),
            new Run(null, 2, 1),
            new Run(null, 1, 2),
            new Run(null, 2, 2),
            new Run(null, 1, 3),
            new Run(null, 2, 3));
  }

  /** A benchmark may continue under another release of Java or of the operator. */
  @Test
  void anOrderNeverChangesUnderItsSeed() {
    List<Run> runs = schedule(NODE_LIST, 3, Order.Shuffled, 42).runs();
    assertThat(runs).extracting(Run::nodes).containsExactly(8, 2, 1, 4, 4, 2, 8, 1, 1, 8, 4, 2);
    assertThat(runs).extracting(Run::trial).containsExactly(1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void makesEveryRunOnceTrialByTrial(Case given) {
    List<Run> runs = given.schedule().runs();
    int counts = given.nodeList().size();
    assertThat(runs).hasSize(counts * given.trials()).doesNotHaveDuplicates();
    for (int trial = 1; trial <= given.trials(); trial++) {
      List<Run> ofTrial = runs.subList((trial - 1) * counts, trial * counts);
      assertThat(ofTrial).extracting(Run::trial).containsOnly(trial);
      assertThat(ofTrial)
          .extracting(Run::nodes)
          .containsExactlyInAnyOrderElementsOf(given.nodeList());
    }
    assertThat(given.schedule()).isEqualTo(given.schedule());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isFollowedRunByRunFromTheStatusAlone(Case given) {
    List<RunStatus> status =
        given.nodeList().stream().map(nodes -> RunStatus.pending(null, nodes)).toList();
    List<Run> made = new ArrayList<>();
    Optional<Run> next = given.schedule().next(status);
    while (next.isPresent()) {
      Run run = next.get();
      made.add(run);
      boolean last = run.trial() == given.trials();
      status = with(status, run.nodes(), last ? State.Succeeded : State.Running, run.trial());
      next = given.schedule().next(status);
    }
    assertThat(made).isEqualTo(given.schedule().runs());
  }

  @Test
  void everyOrderOfThreeNodeCountsIsPossible() {
    Set<List<Run>> orders = new HashSet<>();
    for (int seed = 0; seed < 200; seed++) {
      orders.add(schedule(List.of(1, 2, 4), 1, Order.Shuffled, seed).runs());
    }
    assertThat(orders).hasSize(6);
  }

  @Test
  void passesOverWhatWasGivenUp() {
    Schedule schedule = schedule(List.of(1, 2, 4), 2, Order.Ascending, 0);
    List<RunStatus> status =
        List.of(run(1, State.Failed, 0), run(2, State.Running, 1), run(4, State.Pending, 0));
    assertThat(schedule.next(status)).contains(new Run(null, 4, 1));
    assertThat(schedule.next(with(status, 4, State.Failed, 0))).contains(new Run(null, 2, 2));
    assertThat(schedule.next(with(status, 4, State.Skipped, 0))).contains(new Run(null, 2, 2));
    assertThat(schedule.next(with(with(status, 4, State.Running, 1), 2, State.Succeeded, 2)))
        .contains(new Run(null, 4, 2));
    assertThat(schedule.next(List.of())).isEmpty();
  }

  /** A slow minute affects all variants, and none of them is always the first. */
  @ParameterizedTest
  @EnumSource
  void variantsWithAsManyCoresAreNeighbours(Order order) {
    List<Cell> cells =
        List.of(
            new Cell("slim", 2, 2),
            new Cell("slim", 4, 4),
            new Cell("fat", 1, 2),
            new Cell("fat", 2, 4));
    List<Run> runs = Schedule.of(cells, 40, order, 5).runs();
    assertThat(runs).hasSize(160).doesNotHaveDuplicates();
    Set<String> first = new HashSet<>();
    for (int i = 0; i < runs.size(); i += 2) {
      Run one = runs.get(i);
      Run next = runs.get(i + 1);
      assertThat(one.trial()).isEqualTo(next.trial()).isEqualTo(i / 4 + 1);
      assertThat(one.variant()).isNotEqualTo(next.variant());
      assertThat(one.nodes() * (one.variant().equals("fat") ? 2 : 1))
          .isEqualTo(next.nodes() * (next.variant().equals("fat") ? 2 : 1));
      first.add(one.variant());
    }
    assertThat(first).containsExactlyInAnyOrder("slim", "fat");
  }

  @Test
  void tellsTheNodeCountsOfVariantsApart() {
    Schedule schedule =
        Schedule.of(List.of(new Cell("a", 1, 1), new Cell("b", 1, 1)), 1, Order.Ascending, 0);
    List<RunStatus> status = List.of(RunStatus.pending("a", 1), RunStatus.pending("b", 1));
    assertThat(schedule.next(status)).contains(new Run("a", 1, 1));
    assertThat(schedule.next(status.subList(1, 2))).contains(new Run("b", 1, 1));
  }

  private static Schedule schedule(List<Integer> nodeList, int trials, Order order, long seed) {
    return Schedule.of(
        nodeList.stream().map(nodes -> new Cell(null, nodes, 2 * nodes)).toList(),
        trials,
        order,
        seed);
  }

  static Stream<Case> cases() {
    Random random = new Random(7);
    return IntStream.range(0, 60)
        .mapToObj(
            i ->
                new Case(
                    random
                        .ints(1, 1001)
                        .distinct()
                        .limit(1 + random.nextInt(32))
                        .sorted()
                        .boxed()
                        .toList(),
                    1 + random.nextInt(20),
                    i % 4 == 0 ? Order.Ascending : Order.Shuffled,
                    random.nextLong()));
  }

  /** The parts of a schedule. */
  record Case(List<Integer> nodeList, int trials, Order order, long seed) {
    Schedule schedule() {
      return ScheduleTest.schedule(nodeList, trials, order, seed);
    }
  }

  private static List<RunStatus> with(List<RunStatus> status, int nodes, State state, int trials) {
    return status.stream()
        .map(run -> run.nodes() == nodes ? run(nodes, state, trials) : run)
        .toList();
  }

  private static RunStatus run(int nodes, State state, int trials) {
    return RunStatusBuilder.builder().nodes(nodes).state(state).trials(trials).build();
  }
}
