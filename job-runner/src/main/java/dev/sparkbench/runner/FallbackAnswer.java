// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner;

import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.runner.failure.ApplicationExit;
import dev.sparkbench.runner.failure.Failures;
import dev.sparkbench.runner.failure.SparkExit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the answer if the command itself cannot: a thread of Spark ran out of memory, so the
 * command waits for it forever, or Spark or the user's program ended the JVM. If the JVM is asked
 * to end from outside, it writes nothing, because the operator knows the reason better.
 */
final class FallbackAnswer {

  private static final Logger LOG = LoggerFactory.getLogger(FallbackAnswer.class);

  private static final Failure OUT_OF_MEMORY =
      new Failure(
          FailureReason.OUT_OF_MEMORY, "the driver ran out of memory: increase driver.memory");
  private static final Failure GIVEN_UP =
      new Failure(FailureReason.EXECUTORS_UNAVAILABLE, Failures.GIVEN_UP);

  private final Answer answer;
  private final Function<Failure, String> refusal;
  // Created in advance, while there is memory.
  private final String outOfMemory;
  private final String givenUp;

  /**
   * Prepares the answers.
   *
   * @param refusal the command's answer for a failure
   */
  FallbackAnswer(Answer answer, Function<Failure, String> refusal) {
    this.answer = answer;
    this.refusal = refusal;
    this.outOfMemory = refusal.apply(OUT_OF_MEMORY);
    this.givenUp = refusal.apply(GIVEN_UP);
  }

  /** Installs the handlers that write these messages. */
  void arrange() {
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, e) -> {
          if (e instanceof VirtualMachineError) {
            answer.give(outOfMemory);
            Runtime.getRuntime().halt(RunnerMain.FAILURE);
          }
          LOG.error("thread {} died", thread.getName(), e);
        });
    Runtime.getRuntime().addShutdownHook(new Thread(this::onExit, "last-words"));
  }

  private void onExit() {
    if (SparkExit.isUnderWay()) {
      answer.give(givenUp);
    } else {
      // Without one of these: what the command sees now is only Spark going down.
      ApplicationExit.underWay()
          .ifPresentOrElse(failure -> answer.give(refusal.apply(failure)), answer::withhold);
    }
  }
}
