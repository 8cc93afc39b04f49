// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.result;

import dev.sparkbench.api.scaling.ScalingPoint;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * A node count of a variant.
 *
 * @param variant its name
 * @param cores the cores of all its executors together
 * @param point its times
 * @param cost the cost of one pass; empty without a price
 * @param candidate whether it may be named for meeting a goal. If the goal is an efficiency, the
 *     variant's baseline may not, because it always reaches it
 */
record Cell(
    String variant, int cores, ScalingPoint point, Optional<BigDecimal> cost, boolean candidate) {

  double seconds() {
    return point.seconds();
  }
}
