// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.descriptive.statistics;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/** Mean and central moments by the definition, in decimals of 60 digits. */
record ExactMoments(BigDecimal count, BigDecimal mean, List<BigDecimal> values) {

  private static final MathContext DIGITS = new MathContext(60);

  static ExactMoments of(List<BigDecimal> values) {
    BigDecimal count = BigDecimal.valueOf(values.size());
    BigDecimal sum = values.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    return new ExactMoments(count, sum.divide(count, DIGITS), values);
  }

  private BigDecimal sumOfPowers(int power) {
    return values.stream()
        .map(value -> value.subtract(mean).pow(power, DIGITS))
        .reduce(BigDecimal.ZERO, (a, b) -> a.add(b, DIGITS));
  }

  double variance() {
    return sumOfPowers(2).divide(count.subtract(BigDecimal.ONE), DIGITS).doubleValue();
  }

  double skewness() {
    BigDecimal m2 = sumOfPowers(2);
    return sumOfPowers(3)
        .multiply(count.sqrt(DIGITS))
        .divide(m2.multiply(m2.sqrt(DIGITS)), DIGITS)
        .doubleValue();
  }

  double excessKurtosis() {
    BigDecimal m2 = sumOfPowers(2);
    return sumOfPowers(4)
        .multiply(count)
        .divide(m2.multiply(m2), DIGITS)
        .subtract(BigDecimal.valueOf(3))
        .doubleValue();
  }
}
