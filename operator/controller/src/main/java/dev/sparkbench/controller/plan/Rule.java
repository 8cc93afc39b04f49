// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.plan;

import java.util.Optional;

/** One consideration of the plan. */
@FunctionalInterface
interface Rule {

  /** What to do because of this consideration; empty when it has nothing to say. */
  Optional<Step> apply(Observation observation);
}
