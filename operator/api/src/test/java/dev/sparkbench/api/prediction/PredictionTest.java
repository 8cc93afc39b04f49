// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PredictionTest {

  private static final Offset<Double> EXACT = within(1e-9);

  private static final long TASKS = 16;

  @Test
  void aSingleNodeCountPredictsUpToTwiceAsMany() {
    Prediction prediction =
        Prediction.of(List.of(count(4, 30, times(2, 50, 3, 40, 4, 30, 6, 20, 8, 15, 16, 10))));

    assertThat(prediction.refusal()).isEmpty();
    assertThat(prediction.checks()).isEmpty();
    assertThat(prediction.error()).isZero();
    assertThat(prediction.from()).containsExactly(4);
    assertThat(prediction.reach()).isEqualTo(8);
    assertThat(prediction.points())
        .extracting(Prediction.Point::nodes, point -> point.expected().high())
        .containsExactly(tuple(2, 50.0), tuple(3, 40.0), tuple(6, 20.0), tuple(8, 15.0));
  }

  /**
   * From 1 node, the prediction for 2 is 54 s and they took 60: 10 % too low. From 2, the
   * prediction for 1 is right.
   */
  @Test
  void theLargestErrorWidensEveryPrediction() {
    Prediction prediction =
        Prediction.of(
            List.of(
                count(1, 100, times(1, 100, 2, 54)),
                count(2, 60, times(1, 100, 2, 60, 4, 40, 8, 30))));

    assertThat(prediction.checks())
        .extracting(CrossCheck::from, CrossCheck::nodes)
        .containsExactly(tuple(1, 2), tuple(2, 1));
    assertThat(prediction.checks().get(0).error()).isCloseTo(-0.1, EXACT);
    assertThat(prediction.checks().get(1).error()).isZero();
    assertThat(prediction.error()).isCloseTo(0.1, EXACT);
    assertThat(prediction.reach()).isEqualTo(4);
    assertThat(prediction.points())
        .singleElement()
        .satisfies(
            point -> {
              assertThat(point.nodes()).isEqualTo(4);
              assertThat(point.replayed()).isEqualTo(new TimeRange(40, 40));
              assertThat(point.expected().low()).isCloseTo(36, EXACT);
              assertThat(point.expected().high()).isCloseTo(44, EXACT);
            });
  }

  @Test
  void goodPredictionsReachFurther() {
    Prediction prediction =
        Prediction.of(
            List.of(
                count(1, 100, times(1, 100, 2, 58)),
                count(2, 60, times(1, 100, 2, 60, 4, 40, 8, 30, 16, 25))));

    assertThat(prediction.reach()).isEqualTo(8);
    assertThat(prediction.points()).extracting(Prediction.Point::nodes).containsExactly(4, 8);
  }

  @Test
  void aReplayThatIsALittleOffOnItsOwnSlotsCountsAsAnError() {
    Prediction prediction = Prediction.of(List.of(count(2, 60, times(2, 57.6, 4, 30))));

    assertThat(prediction.error()).isCloseTo(0.04, EXACT);
    assertThat(prediction.points().get(0).expected().low()).isCloseTo(28.8, EXACT);
  }

  /** It was measured, whatever its own replay says. */
  @Test
  void isRefusedWhereAMeasuredTimeSpeaksAgainstItThatCannotBeReplayed() {
    ReplayedCount two = count(2, 60, times(2, 60, 4, 30, 8, 15));
    SortedMap<Integer, TimeRange> off = times(2, 90, 4, 46, 8, 25);

    Prediction prediction = Prediction.of(List.of(two, count(4, 50, off)));
    assertThat(prediction.refusal())
        .hasValueSatisfying(
            refusal ->
                assertThat(refusal)
                    .contains("from 2 nodes, 4 nodes would take 30.0 s, and took 50.0 s (-40 %"));
    assertThat(prediction.checks())
        .extracting(CrossCheck::from, CrossCheck::nodes)
        .containsExactly(tuple(2, 4));

    // Of other work it says nothing.
    assertThat(Prediction.of(List.of(two, count(4, 50, 0, 32, off, false))).checks()).isEmpty();
  }

  @Test
  void whatCannotBeReplayedTestsThePredictionsOfOthersAndMakesNone() {
    Prediction prediction =
        Prediction.of(
            List.of(
                count(2, 60, times(2, 60, 4, 30, 8, 15)),
                count(4, 32, times(2, 55, 4, 29, 8, 14))));

    assertThat(prediction.refusal()).isEmpty();
    assertThat(prediction.from()).containsExactly(2);
    assertThat(prediction.reach()).isEqualTo(4);
    assertThat(prediction.checks()).singleElement();
    assertThat(prediction.error()).isCloseTo(1 - 30.0 / 32, EXACT);
  }

  /** Both measured times lie within the ranges, which could hardly be missed. */
  @Test
  void wideRangesDoNotReachFurther() {
    ReplayedCount one = count(1, 10, Map.of(1, new TimeRange(8, 16), 2, new TimeRange(8, 16)));
    ReplayedCount two = count(2, 10, Map.of(1, new TimeRange(8, 16), 2, new TimeRange(8, 16)));

    Prediction prediction = Prediction.of(List.of(one, two));
    assertThat(prediction.error()).isZero();
    assertThat(prediction.reach()).isEqualTo(4);
  }

  @Test
  void theErrorGrowsWithTheDistanceFromWhatWasMeasured() {
    Prediction prediction =
        Prediction.of(
            List.of(
                count(2, 100, times(1, 200, 2, 100, 4, 52, 3, 70)),
                count(4, 50, times(1, 200, 2, 100, 3, 70, 4, 50, 8, 40, 16, 30))));

    // From 2 nodes, 4 are missed by 4 %: for twice as many. 16 nodes are four times as many.
    assertThat(prediction.error()).isCloseTo(0.04, EXACT);
    assertThat(prediction.points())
        .extracting(Prediction.Point::nodes)
        .containsExactly(1, 3, 8, 16);
    assertThat(prediction.points().get(0).error()).isCloseTo(0.04, EXACT);
    assertThat(prediction.points().get(1).error()).isCloseTo(0.04, EXACT);
    assertThat(prediction.points().get(2).error()).isCloseTo(0.04, EXACT);
    assertThat(prediction.points().get(3).error()).isCloseTo(0.08, EXACT);
    assertThat(prediction.points().get(3).expected().high()).isCloseTo(32.4, EXACT);
  }

  @Test
  void belowTheSmallestOneTheErrorGrowsToo() {
    Prediction prediction =
        Prediction.of(
            List.of(
                count(4, 100, times(1, 400, 4, 100, 8, 52)),
                count(8, 50, times(4, 100, 8, 50, 16, 40))));

    assertThat(prediction.points().get(0).nodes()).isEqualTo(1);
    assertThat(prediction.points().get(0).error()).isCloseTo(0.08, EXACT);
  }

  /** Trials that differ by 10 % make no prediction that is sure to 1 %. */
  @Test
  void whatTrialsDifferByIsAddedToTheError() {
    Prediction prediction =
        Prediction.of(List.of(count(2, 10, 0.25, TASKS, times(2, 9.9, 4, 5), false)));

    assertThat(prediction.error()).isCloseTo(0.01, EXACT);
    assertThat(prediction.points().get(0).error()).isCloseTo(0.26, EXACT);
    assertThat(prediction.points().get(0).expected().low()).isCloseTo(3.7, EXACT);
  }

  @Test
  void isRefusedWhereRowsAreKeptInMemoryAndNothingTestsIt() {
    ReplayedCount two = count(2, 60, 0, TASKS, times(2, 60, 4, 30), true);

    assertThat(Prediction.of(List.of(two)).refusal())
        .hasValue(
            "its work keeps rows in memory, and how many fit depends on the number of nodes; a second measured node count would test that");
    assertThat(Prediction.of(List.of(two, unusable(1, "it was disturbed"))).refusal()).isPresent();
    assertThat(Prediction.of(List.of(two, count(4, 30, times(2, 60, 4, 30, 8, 15)))).refusal())
        .isEmpty();
  }

  @Test
  void betweenTwoMeasuredOnesItLiesBetweenWhatBothSay() {
    // Tasks take longer with 16 nodes than with 4; 8 is halfway on a logarithmic scale.
    Prediction prediction =
        Prediction.of(
            List.of(
                count(4, 80, times(4, 80, 8, 40, 16, 20)),
                count(16, 22, times(4, 85, 8, 44.1, 16, 22, 32, 11))));

    assertThat(prediction.points())
        .filteredOn(point -> point.nodes() == 8)
        .singleElement()
        .satisfies(
            point -> assertThat(point.replayed().low()).isCloseTo(Math.sqrt(40 * 44.1), EXACT));
    // Beyond the largest node count, tasks are assumed to take as long as there.
    assertThat(prediction.points())
        .filteredOn(point -> point.nodes() == 32)
        .singleElement()
        .satisfies(point -> assertThat(point.replayed().low()).isCloseTo(11, EXACT));
  }

  @Test
  void isRefusedWhereMeasuredNodeCountsContradictEachOther() {
    Prediction prediction =
        Prediction.of(
            List.of(
                count(1, 100, times(1, 100, 4, 25)),
                count(4, 36.25, times(1, 120, 4, 36.25, 8, 20))));

    assertThat(prediction.refusal())
        .hasValue(
            "the measured node counts do not predict each other: from 1 node, 4 nodes would take 25.0 s, and took 36.3 s (-31 %, more than 15 %), so what was recorded with one number of nodes does not hold for others");
    assertThat(prediction.points()).isEmpty();
    // They are shown anyway.
    assertThat(prediction.checks()).hasSize(2);
  }

  @Test
  void isRefusedWhereTheReplayIsNotItsOwnTime() {
    assertThat(Prediction.of(List.of(count(2, 60, times(2, 56, 4, 30)))).refusal())
        .hasValue(
            "no run can be replayed; 2 nodes: its tasks and the driver's gaps do not give its own time: replayed on as many slots it is off by -7 %");
  }

  @Test
  void isRefusedWhereNoNodeCountCanBeUsed() {
    assertThat(
            Prediction.of(
                    List.of(
                        unusable(1, "tasks spilled"),
                        unusable(2, "tasks spilled"),
                        unusable(4, "it was disturbed")))
                .refusal())
        .hasValue("no run can be replayed; 1, 2 nodes: tasks spilled; 4 nodes: it was disturbed");
  }

  @Test
  void isRefusedWhereTheWorkIsOther() {
    ReplayedCount other = count(2, 50, 0, 24, times(1, 100, 2, 50), false);
    assertThat(Prediction.of(List.of(count(1, 100, times(1, 100, 2, 50)), other)).refusal())
        .hasValue(
            "the work is not the same at every node count: 16 tasks with 1 node, 24 with 2 nodes");
  }

  /** A measured node count is not predicted. */
  @Test
  void aNodeCountThatCannotBeUsedSpoilsNothing() {
    Prediction prediction =
        Prediction.of(
            List.of(unusable(1, "tasks spilled"), count(4, 30, times(1, 70, 2, 50, 4, 30, 8, 20))));

    assertThat(prediction.from()).containsExactly(4);
    assertThat(prediction.points()).extracting(Prediction.Point::nodes).containsExactly(2, 8);
  }

  @Test
  void timesAreWrittenWithThreeDigits() {
    assertThat(new TimeRange(12.06, 13).text()).isEqualTo("12.1 to 13.0 s");
    assertThat(new TimeRange(9.5, 123.4).text()).isEqualTo("9.50 to 123 s");
    assertThat(new TimeRange(12.06, 12.07).text()).isEqualTo("12.1 s");
  }

  @Test
  void nodeCountsToReplayReachFromHalfToFourTimes() {
    assertThat(ReplayedNodes.of(1, 1, 1)).containsExactly(1, 2, 3, 4);
    assertThat(ReplayedNodes.of(2, 2, 2)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(ReplayedNodes.of(10, 10, 10)).containsExactly(5, 6, 8, 10, 12, 16, 20, 24, 32, 40);
  }

  /** So that each measured node count can predict the others. */
  @Test
  void nodeCountsToReplayHaveThoseOfTheBenchmark() {
    assertThat(ReplayedNodes.of(1, 1, 8)).containsExactly(1, 2, 3, 4, 6, 8);
    assertThat(ReplayedNodes.of(8, 1, 8)).containsExactly(1, 2, 3, 4, 6, 8, 12, 16, 24, 32);
    assertThat(ReplayedNodes.of(4, 1, 1000)).hasSize(ReplayedNodes.MOST).contains(1, 4, 1000);
    assertThat(ReplayedNodes.of(1000, 0, 0)).contains(500, 1000, 4000);
  }

  private static ReplayedCount count(int nodes, double seconds, Map<Integer, TimeRange> times) {
    return count(nodes, seconds, 0, TASKS, times, false);
  }

  private static ReplayedCount count(
      int nodes,
      double seconds,
      double chance,
      long tasks,
      Map<Integer, TimeRange> times,
      boolean cached) {
    double ownError = times.get(nodes).error(seconds);
    return new ReplayedCount(
        nodes, seconds, chance, tasks, times, ownError, cached, Optional.empty());
  }

  private static ReplayedCount unusable(int nodes, String reason) {
    return new ReplayedCount(nodes, 10, 0, TASKS, Map.of(), 0, false, Optional.of(reason));
  }

  /** Node counts and times, alternating. */
  private static SortedMap<Integer, TimeRange> times(double... nodesAndSeconds) {
    SortedMap<Integer, TimeRange> times = new TreeMap<>();
    for (int i = 0; i < nodesAndSeconds.length; i += 2) {
      times.put(
          (int) nodesAndSeconds[i], new TimeRange(nodesAndSeconds[i + 1], nodesAndSeconds[i + 1]));
    }
    return times;
  }
}
