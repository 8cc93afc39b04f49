// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.plan;

import dev.sparkbench.controller.plan.Step.Await;
import java.util.List;
import java.util.Optional;

/**
 * Decides what to do next. A pure function: the same observation always gives the same step.
 *
 * <p>The rules are applied in this order; the first one that returns a step decides.
 */
public final class Plan {

  private static final List<Rule> RULES =
      List.of(
          SpecRules::rejectInvalidSpec,
          SpecRules::startOverWhenSpecChanged,
          SpecRules::judgeAgain,
          SpecRules::acknowledgeOtherEdits,
          Outcomes::recordEndedPod, // before anything that could delete it
          PauseRules::suspend,
          PauseRules::giveWay,
          Retention::removeUnwantedPods, // before a new one could run at the same time
          ExecutorRules::removeAbandonedExecutors,
          PauseRules::resume,
          PauseRules::stayPaused,
          Queues::enter,
          Queues::stay,
          Queues::leave,
          Deadlines::failOverduePod,
          ForeignPods::awaitForeignPod,
          Creation::createMissingPod,
          Creation::confirmNewPod,
          Creation::awaitPod,
          RunRules::awaitBackoff,
          ForeignPods::awaitPredecessors,
          ExecutorRules::awaitEndOfExecutors, // before a run that they would disturb
          RunRules::retry,
          RunRules::prepare,
          RunRules::launchNextRun,
          RunRules::report,
          RunRules::finish,
          RunRules::expire);

  private Plan() {}

  /** The next step. */
  public static Step next(Observation observation) {
    for (Rule rule : RULES) {
      Optional<Step> step = rule.apply(observation);
      if (step.isPresent()) {
        return step.get();
      }
    }
    return new Await(Optional.empty(), Optional.empty());
  }
}
