// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.plan;

import java.util.Optional;

/** One rule of the plan. */
@FunctionalInterface
interface Rule {

  /** The step that this rule requires; empty if it requires none. */
  Optional<Step> apply(Observation observation);
}
