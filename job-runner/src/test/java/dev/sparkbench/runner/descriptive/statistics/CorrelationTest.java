// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CorrelationTest {

  private final Random random = new Random(9);

  @Test
  void isThatOfTheDefinition() {
    List<Double[]> rows = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      double x = random.nextGaussian();
      rows.add(new Double[] {x, 1e12 + 3 * x + random.nextGaussian(), -x, 1e-9 * x * x});
    }
    Correlation correlation = of(rows, 4, 700);

    for (int x = 0; x < 4; x++) {
      for (int y = 0; y < 4; y++) {
        assertThat(correlation.of(x, y).orElseThrow()).isCloseTo(exact(rows, x, y), within(1e-9));
      }
    }
  }

  @Test
  void leavesOutRowsInWhichOneOfTheTwoIsAbsent() {
    List<Double[]> rows = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      double x = random.nextGaussian();
      rows.add(
          new Double[] {
            i % 3 == 0 ? null : x, i % 5 == 0 ? null : x + random.nextGaussian(), 2.0 + i
          });
    }
    Correlation correlation = of(rows, 3, 500);

    assertThat(correlation.count(0, 1))
        .isEqualTo(rows.stream().filter(CorrelationTest::both).count());
    assertThat(correlation.of(0, 1).orElseThrow()).isCloseTo(exact(rows, 0, 1), within(1e-9));
    assertThat(correlation.of(2, 0).orElseThrow()).isCloseTo(exact(rows, 0, 2), within(1e-9));
  }

  @Test
  void isAbsentWhereAColumnDoesNotVary() {
    Correlation correlation =
        of(List.of(new Double[] {1.0, 5.0, null}, new Double[] {2.0, 5.0, null}), 3, 10);

    assertThat(correlation.of(0, 0)).hasValue(1);
    assertThat(correlation.of(0, 1)).isEmpty();
    assertThat(correlation.of(1, 1)).isEmpty();
    assertThat(correlation.of(0, 2)).isEmpty();
  }

  @Test
  void isNotANumberWhereAValueIsNone() {
    Correlation correlation =
        of(
            List.of(
                new Double[] {1.0, 5.0, 1.0},
                new Double[] {2.0, Double.NaN, 2.0},
                new Double[] {3.0, 6.0, Double.POSITIVE_INFINITY}),
            3,
            2);

    assertThat(correlation.of(0, 0)).hasValue(1);
    assertThat(correlation.of(0, 1)).hasValue(Double.NaN);
    assertThat(correlation.of(0, 2)).hasValue(Double.NaN);
  }

  private static boolean both(Double[] row) {
    return row[0] != null && row[1] != null;
  }

  private static double exact(List<Double[]> rows, int x, int y) {
    List<Double[]> present = rows.stream().filter(r -> r[x] != null && r[y] != null).toList();
    ExactMoments ofX = ExactMoments.of(present.stream().map(r -> new BigDecimal(r[x])).toList());
    ExactMoments ofY = ExactMoments.of(present.stream().map(r -> new BigDecimal(r[y])).toList());
    BigDecimal sum = BigDecimal.ZERO;
    for (int i = 0; i < present.size(); i++) {
      sum =
          sum.add(
              ofX.values()
                  .get(i)
                  .subtract(ofX.mean())
                  .multiply(ofY.values().get(i).subtract(ofY.mean())));
    }
    return sum.doubleValue()
        / (present.size() - 1)
        / Math.sqrt(ofX.variance())
        / Math.sqrt(ofY.variance());
  }

  /** Merges states of parts of the rows, each with its own pivots. */
  private static Correlation of(List<Double[]> rows, int columns, int perPart) {
    Correlation all = new Correlation(columns);
    for (int from = 0; from < rows.size(); from += perPart) {
      all.merge(part(rows.subList(from, Math.min(rows.size(), from + perPart)), columns));
    }
    return all;
  }

  private static Correlation part(List<Double[]> rows, int columns) {
    Correlation part = new Correlation(columns);
    double[][] deltas = new double[columns][rows.size()];
    boolean[][] present = new boolean[columns][rows.size()];
    for (int c = 0; c < columns; c++) {
      Double pivot = null;
      boolean complete = true;
      for (int i = 0; i < rows.size(); i++) {
        Double value = rows.get(i)[c];
        complete &= value != null;
        if (value != null) {
          pivot = pivot == null && Double.isFinite(value) ? value : pivot;
          present[c][i] = true;
          deltas[c][i] = value - (pivot == null ? 0 : pivot);
        }
      }
      part.pivot(c, pivot == null ? null : new BigDecimal(pivot));
      present[c] = complete ? null : present[c];
    }
    part.add(deltas, present, rows.size());
    return part;
  }
}
