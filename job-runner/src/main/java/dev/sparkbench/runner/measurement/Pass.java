// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.measurement;

import java.util.ArrayList;
import java.util.List;

/**
 * One pass over the work.
 *
 * @param <T> what a part computes
 */
final class Pass<T> {

  private final List<DonePart> parts = new ArrayList<>();
  private final List<T> computed = new ArrayList<>();
  private int repeats;
  private int lostInRepeats;

  /**
   * A part that counts.
   *
   * @param name the part's name
   * @param watched its measurement
   * @param repeats how many times it ran before without counting
   */
  record DonePart(String name, Watched watched, int repeats) {}

  void discard(Watched watched) {
    repeats++;
    lostInRepeats += watched.trace().executorsLost();
  }

  void keep(String name, Measured<T> measured) {
    parts.add(new DonePart(name, measured.watched(), repeats));
    computed.add(measured.result());
    repeats = 0;
  }

  /** The parts, in their order. */
  List<DonePart> parts() {
    return List.copyOf(parts);
  }

  /** The results of the parts. */
  List<T> computed() {
    return List.copyOf(computed);
  }

  /** All parts together. */
  Watched watched() {
    return Watched.sum(parts.stream().map(DonePart::watched).toList());
  }

  /** The number of lost executors, including those lost while parts ran without counting. */
  int executorsLost() {
    return watched().trace().executorsLost() + lostInRepeats;
  }
}
