// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.result;

import dev.sparkbench.api.scaling.ScalingPoint;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * A node count of a variant.
 *
 * @param variant its name
 * @param cores of all its executors together
 * @param point its times
 * @param cost of one pass; empty without a price
 */
record Cell(String variant, int cores, ScalingPoint point, Optional<BigDecimal> cost) {

  double seconds() {
    return point.seconds();
  }
}
