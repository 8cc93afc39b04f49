package dev.sparkbench.api.scaling;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * What pods cost.
 *
 * @param perExecutorHour the price of one executor pod for an hour
 * @param perDriverHour the price of the driver pod for an hour
 * @param currency what they are in, such as {@code EUR}
 */
public record Price(BigDecimal perExecutorHour, BigDecimal perDriverHour, String currency) {

  private static final BigDecimal SECONDS_PER_HOUR = BigDecimal.valueOf(3600);
  private static final int DIGITS = 6;

  /**
   * The cost of one pass over the data: price · N · T, rounded to six digits after the point. The
   * driver and the time outside of the measured window are not in it.
   */
  public BigDecimal of(ScalingPoint point) {
    return rounded(perHour(perExecutorHour, point.executorSeconds()));
  }

  /** The cost of a job from start to end, with its driver; rounded to six digits. */
  public BigDecimal of(OneJob job) {
    return rounded(
        perHour(perExecutorHour, job.nodes() * job.executorSeconds())
            .add(perHour(perDriverHour, job.seconds())));
  }

  private static BigDecimal perHour(BigDecimal price, double seconds) {
    return price
        .multiply(BigDecimal.valueOf(seconds))
        .divide(SECONDS_PER_HOUR, MathContext.DECIMAL128);
  }

  private static BigDecimal rounded(BigDecimal cost) {
    return cost.setScale(DIGITS, RoundingMode.HALF_UP);
  }
}
