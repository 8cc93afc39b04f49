package dev.sparkbench.api.scaling;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * What an executor costs.
 *
 * @param perExecutorHour the price of one executor pod for an hour
 * @param currency what it is in, such as {@code EUR}
 */
public record Price(BigDecimal perExecutorHour, String currency) {

  private static final BigDecimal SECONDS_PER_HOUR = BigDecimal.valueOf(3600);
  private static final int DIGITS = 6;

  /**
   * The cost of one pass over the data: price · N · T, rounded to six digits after the point. The
   * driver and the time outside of the measured window are not in it.
   */
  public BigDecimal of(ScalingPoint point) {
    return perExecutorHour
        .multiply(BigDecimal.valueOf(point.nodes()))
        .multiply(BigDecimal.valueOf(point.time().median()))
        .divide(SECONDS_PER_HOUR, MathContext.DECIMAL128)
        .setScale(DIGITS, RoundingMode.HALF_UP);
  }
}
