// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.measurement;

import dev.sparkbench.api.loss.SlotAccount;
import dev.sparkbench.api.loss.SlotUse;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was measured of one part of an iteration. Field names are those in the run's document, but
 * for their case.
 *
 * @param name the part's name
 * @param sec its wall time
 * @param stages how many stages it had
 * @param tasks how many tasks, failed ones included
 * @param slotSec where the slots' time went, by {@link SlotUse}; uses that took none are left out
 * @param repeats how many times it was done in vain before, because something disturbed it or an
 *     executor was new
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
