// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class MomentsTest {

  private final Random random = new Random(7);

  @Test
  void areThoseOfTheDefinition() {
    assertExact(DoubleStream.generate(random::nextGaussian).limit(5_000).toArray());
    assertExact(
        DoubleStream.generate(() -> Math.exp(3 * random.nextGaussian())).limit(5_000).toArray());
    assertExact(IntStream.range(0, 5_000).mapToDouble(i -> i).toArray());
    assertExact(1, 2);
    assertExact(-1e-70, 1e-70, 3e-70);
  }

  @Test
  void surviveLargeValuesThatHardlyDiffer() {
    double step = Math.ulp(1e12);
    assertExact(
        DoubleStream.generate(() -> 1e12 + random.nextInt(5) * step).limit(5_000).toArray());
  }

  @Test
  void surviveAFirstValueFarFromTheOthers() {
    double[] values = DoubleStream.generate(random::nextGaussian).limit(20_000).toArray();
    values[0] = 1e12;
    assertExact(values);
  }

  @Test
  void areTheSameInAnyOrderOfMerging() {
    // Parts whose pivots differ, as if each were of another Spark task.
    int parts = 50_000;
    double[] values =
        IntStream.range(0, parts).mapToDouble(i -> 1e9 + i % 1_000 + random.nextDouble()).toArray();
    List<Moments> states = new ArrayList<>();
    for (double value : values) {
      states.add(of(new BigDecimal(value), value));
    }
    ExactMoments exact = exact(values);

    assertAgrees(merged(states), exact);
    Collections.reverse(states);
    assertAgrees(merged(states), exact);
    Collections.shuffle(states, random);
    assertAgrees(merged(states), exact);
    assertAgrees(mergedInPairs(states), exact);
  }

  @Test
  void ofEqualValuesHaveNoShape() {
    Moments moments = of(BigDecimal.valueOf(0.1), 0.1, 0.1, 0.1);

    assertThat(moments.variance()).hasValue(0);
    assertThat(moments.skewness()).isEmpty();
    assertThat(moments.excessKurtosis()).isEmpty();
  }

  @Test
  void needEnoughValues() {
    assertThat(new Moments().mean()).isEmpty();
    assertThat(new Moments().variance()).isEmpty();
    assertThat(of(BigDecimal.ONE, 1.0).mean()).hasValue(1);
    assertThat(of(BigDecimal.ONE, 1.0).variance()).isEmpty();
    assertThat(of(BigDecimal.ONE, 1.0).standardDeviation()).isEmpty();
  }

  @Test
  void areNotANumberWhereAValueIsNone() {
    for (double special : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      Moments moments = of(BigDecimal.ONE, 1.0, special, 2.0);
      moments.merge(of(BigDecimal.ONE, 3.0));

      assertThat(moments.mean()).hasValue(Double.NaN);
      assertThat(moments.variance()).hasValue(Double.NaN);
      assertThat(moments.skewness()).hasValue(Double.NaN);
    }
    Moments onlySpecial = new Moments();
    onlySpecial.add(new double[] {Double.NaN}, 1);
    onlySpecial.merge(of(BigDecimal.ONE, 1.0));
    assertThat(onlySpecial.mean()).hasValue(Double.NaN);
    assertThat(onlySpecial.count()).isEqualTo(1);
  }

  private void assertExact(double... values) {
    ExactMoments exact = exact(values);
    assertAgrees(of(new BigDecimal(values[0]), values), exact);

    List<Moments> states = new ArrayList<>();
    for (int from = 0; from < values.length; from += 100) {
      double[] part = Arrays.copyOfRange(values, from, Math.min(values.length, from + 100));
      states.add(of(new BigDecimal(part[0]), part));
    }
    assertAgrees(merged(states), exact);
  }

  private static void assertAgrees(Moments actual, ExactMoments exact) {
    assertThat(actual.mean().orElseThrow())
        .isCloseTo(exact.mean().doubleValue(), near(exact.mean().doubleValue()));
    assertThat(actual.variance().orElseThrow()).isCloseTo(exact.variance(), near(exact.variance()));
    // Both are ratios, whose parts are as exact as the variance.
    assertThat(actual.skewness().orElseThrow())
        .isCloseTo(exact.skewness(), within(1e-9 * Math.max(1, Math.abs(exact.skewness()))));
    assertThat(actual.excessKurtosis().orElseThrow())
        .isCloseTo(
            exact.excessKurtosis(), within(1e-9 * Math.max(1, Math.abs(exact.excessKurtosis()))));
  }

  private static Offset<Double> near(double value) {
    return within(1e-9 * Math.abs(value));
  }

  private static ExactMoments exact(double... values) {
    return ExactMoments.of(DoubleStream.of(values).mapToObj(BigDecimal::new).toList());
  }

  private static Moments of(BigDecimal pivot, double... values) {
    Moments moments = new Moments();
    moments.pivot(pivot);
    double[] deltas = DoubleStream.of(values).map(v -> v - pivot.doubleValue()).toArray();
    moments.add(deltas, deltas.length);
    return moments;
  }

  private static Moments merged(List<Moments> states) {
    Moments all = new Moments();
    states.forEach(all::merge);
    return all;
  }

  private static Moments mergedInPairs(List<Moments> states) {
    List<Moments> level = states.stream().map(state -> merged(List.of(state))).toList();
    while (level.size() > 1) {
      List<Moments> next = new ArrayList<>();
      for (int i = 0; i < level.size(); i += 2) {
        next.add(merged(level.subList(i, Math.min(level.size(), i + 2))));
      }
      level = next;
    }
    return level.get(0);
  }
}
