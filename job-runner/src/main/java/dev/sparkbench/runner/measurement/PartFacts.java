// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.measurement;

import dev.sparkbench.api.loss.SlotAccount;
import dev.sparkbench.api.loss.SlotUse;
import java.util.Map;
import java.util.TreeMap;

/**
 * The measurements of one part of an iteration. Field names are those of the run's document, in
 * another case.
 *
 * @param name the part's name
 * @param sec its wall time
 * @param stages the number of its stages
 * @param tasks the number of its tasks, including failed ones
 * @param slotSec how the slots' time was used, by {@link SlotUse}; uses without time are left out
 * @param repeats how many times it ran before without counting, because something disturbed it or
 *     an executor was new
 */
public record PartFacts(
    String name, double sec, int stages, int tasks, Map<String, Double> slotSec, int repeats) {

  static PartFacts of(Pass.DonePart part, int slots) {
    Watched watched = part.watched();
    Map<String, Double> slotSec = new TreeMap<>();
    SlotAccount.of(watched.window(slots))
        .time()
        .seconds()
        .forEach(
            (use, seconds) -> {
              if (seconds > 0) {
                slotSec.put(use.wireName(), seconds);
              }
            });
    return new PartFacts(
        part.name(),
        watched.seconds(),
        watched.trace().stages().size(),
        watched.trace().tasks().size(),
        slotSec,
        part.repeats());
  }
}
