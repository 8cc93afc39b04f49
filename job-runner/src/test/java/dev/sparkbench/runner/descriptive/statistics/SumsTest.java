// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SumsTest {

  private final Random random = new Random(1);

  @Test
  void integersAddUpExactlyWhateverTheirSize() {
    long[] values = random.longs(10_000).toArray();
    IntegerSum sum = new IntegerSum();
    sum.add(values, 6_000);
    IntegerSum rest = new IntegerSum();
    rest.add(Arrays.copyOfRange(values, 6_000, 10_000), 4_000);
    sum.merge(rest);

    assertThat(sum.value())
        .isEqualTo(
            LongStream.of(values)
                .mapToObj(BigInteger::valueOf)
                .reduce(BigInteger.ZERO, BigInteger::add));
  }

  @Test
  void integersAddUpBeyond64Bits() {
    long[] largest = LongStream.generate(() -> Long.MAX_VALUE).limit(5_000).toArray();
    long[] smallest = LongStream.generate(() -> Long.MIN_VALUE).limit(5_000).toArray();

    assertThat(sumOf(largest)).isEqualTo(times(Long.MAX_VALUE, 5_000));
    assertThat(sumOf(smallest)).isEqualTo(times(Long.MIN_VALUE, 5_000));
    assertThat(sumOf(-1)).isEqualTo(BigInteger.ONE.negate());
    assertThat(sumOf()).isZero();
  }

  @Test
  void doublesAddUpExactlyWhateverTheirSize() {
    double[] values =
        DoubleStream.generate(() -> Double.longBitsToDouble(random.nextLong()))
            .filter(Double::isFinite)
            .limit(20_000)
            .toArray();

    assertThat(sumOf(values)).isEqualByComparingTo(exact(values));
  }

  @ParameterizedTest(name = "numbers around 2^{0}, the smallest 2^{1} of the largest")
  @CsvSource({
    "0, 0",
    "0, -29",
    "0, -30",
    "0, -31",
    "0, -32",
    "0, -300",
    "52, 0",
    "1010, -20",
    "1011, 0",
    "1012, 0",
    "1023, -10",
    "-920, 0",
    "-958, -10",
    "-990, 0",
    "-1022, 0",
    "-1074, 0"
  })
  void doublesOfOneMagnitudeAddUpExactly(int largest, int range) {
    for (double sign : new double[] {1, -1, 0}) {
      double[] values =
          IntStream.range(0, 9_000)
              .mapToDouble(
                  i ->
                      (sign == 0 ? random.nextInt(3) - 1 : sign)
                          * Math.scalb(
                              2 - (i % 3 + 1) * Math.ulp(1.0),
                              largest + (range == 0 ? 0 : -random.nextInt(1 - range))))
              .toArray();

      assertThat(sumOf(values)).isEqualByComparingTo(exact(values));
    }
  }

  @Test
  void doublesThatCancelLeaveWhatIsLeft() {
    assertThat(sumOf(1e300, 1e-300, -1e300)).isEqualByComparingTo(new BigDecimal(1e-300));
    assertThat(sumOf(Double.MIN_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE))
        .isEqualByComparingTo(new BigDecimal(Double.MIN_VALUE));
    assertThat(sumOf(Double.MAX_VALUE, Double.MAX_VALUE))
        .isEqualByComparingTo(new BigDecimal(Double.MAX_VALUE).multiply(BigDecimal.valueOf(2)));
    assertThat(sumOf(0.0, -0.0)).isZero();
  }

  @Test
  void doublesAddUpToTheSameInAnyOrder() {
    double[] values = random.doubles(3_000, -1e6, 1e6).toArray();
    DoubleSum forwards = new DoubleSum();
    DoubleSum backwards = new DoubleSum();
    for (int i = 0; i < values.length; i++) {
      forwards.merge(of(values[i]));
      backwards.merge(of(values[values.length - 1 - i]));
    }

    assertThat(forwards.value()).isEqualTo(backwards.value()).isEqualByComparingTo(exact(values));
  }

  @Test
  void whatIsNotFiniteCarriesOver() {
    assertThat(of(1, Double.NaN).special()).isNaN();
    assertThat(of(Double.POSITIVE_INFINITY, 1).special()).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(of(Double.NEGATIVE_INFINITY).special()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(of(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY).special()).isNaN();
    assertThat(of(1.0).isFinite()).isTrue();
    assertThat(of(Double.NaN).isFinite()).isFalse();
  }

  private static BigInteger times(long value, int count) {
    return BigInteger.valueOf(value).multiply(BigInteger.valueOf(count));
  }

  private static BigInteger sumOf(long... values) {
    IntegerSum sum = new IntegerSum();
    sum.add(values, values.length);
    return sum.value();
  }

  private static BigDecimal sumOf(double... values) {
    return of(values).value();
  }

  private static DoubleSum of(double... values) {
    DoubleSum sum = new DoubleSum();
    sum.add(values, values.length);
    return sum;
  }

  private static BigDecimal exact(double[] values) {
    return DoubleStream.of(values)
        .mapToObj(BigDecimal::new)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
