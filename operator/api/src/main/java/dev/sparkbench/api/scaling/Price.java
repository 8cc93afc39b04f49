// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.scaling;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The prices of pods.
 *
 * @param perExecutorHour the price of one executor pod for an hour, if its instance type is unknown
 *     or has no price of its own
 * @param perDriverHour the price of the driver pod for an hour
 * @param currency the currency, such as {@code EUR}
 * @param perExecutorHourByType the prices of executor pods by the instance type of their Kubernetes
 *     nodes
 */
public record Price(
    BigDecimal perExecutorHour,
    BigDecimal perDriverHour,
    String currency,
    Map<String, BigDecimal> perExecutorHourByType) {

  private static final BigDecimal SECONDS_PER_HOUR = BigDecimal.valueOf(3600);
  private static final int COST_DIGITS = 6;
  private static final int PRICE_DIGITS = 9;

  /** Copies the map. */
  public Price {
    perExecutorHourByType = Map.copyOf(perExecutorHourByType);
  }

  /**
   * The average price of an executor of such a fleet for an hour: each executor has the price of
   * its instance type. Rounded to nine digits after the point.
   */
  BigDecimal executorHour(Fleet fleet) {
    BigDecimal sum = perExecutorHour.multiply(BigDecimal.valueOf(fleet.unknown()));
    int executors = fleet.unknown();
    for (Map.Entry<String, Integer> type : fleet.byInstanceType().entrySet()) {
      sum = sum.add(executorHour(type.getKey()).multiply(BigDecimal.valueOf(type.getValue())));
      executors += type.getValue();
    }
    return executors == 0
        ? perExecutorHour
        : plain(
            sum.divide(BigDecimal.valueOf(executors), MathContext.DECIMAL128)
                .setScale(PRICE_DIGITS, RoundingMode.HALF_UP));
  }

  private BigDecimal executorHour(String instanceType) {
    return perExecutorHourByType.getOrDefault(instanceType, perExecutorHour);
  }

  /** The instance types of a fleet that have no price of their own, by name. */
  List<String> unlisted(Fleet fleet) {
    return new TreeMap<>(fleet.byInstanceType())
        .keySet().stream().filter(type -> !perExecutorHourByType.containsKey(type)).toList();
  }

  /**
   * The cost of one pass over the data: price · executor-seconds, rounded to six digits after the
   * point. It includes neither the driver nor time outside of the measured window.
   */
  static BigDecimal of(double executorSeconds, BigDecimal executorHour) {
    return rounded(perHour(executorHour, executorSeconds));
  }

  /** The cost of a job from start to end, with its driver; rounded to six digits. */
  BigDecimal of(OneJob job, BigDecimal executorHour) {
    return rounded(
        perHour(executorHour, job.nodes() * job.executorSeconds())
            .add(perHour(perDriverHour, job.seconds())));
  }

  private static BigDecimal perHour(BigDecimal price, double seconds) {
    return price
        .multiply(BigDecimal.valueOf(seconds))
        .divide(SECONDS_PER_HOUR, MathContext.DECIMAL128);
  }

  private static BigDecimal rounded(BigDecimal cost) {
    return cost.setScale(COST_DIGITS, RoundingMode.HALF_UP);
  }

  /** Without trailing zeros and without an exponent. */
  private static BigDecimal plain(BigDecimal price) {
    BigDecimal stripped = price.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }
}
