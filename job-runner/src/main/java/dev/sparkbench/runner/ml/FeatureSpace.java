// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml;

import java.util.Collections;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;

/**
 * The meaning of the entries of a feature vector and of the label's values.
 *
 * @param names of the entries, such as {@code quantity} or {@code region=europe}
 * @param units the factor by which an entry is multiplied to get the column's own unit; 1 if it was
 *     not scaled
 * @param constants the number that is added after that: the value of an entry that is the same in
 *     every row, which scaling turns into 0; otherwise 0
 * @param classes the label's values in the order of their numbers; empty if it is a number
 * @param maxCategories the largest number of values of an entry that numbers categories; 0 if there
 *     is none
 */
public record FeatureSpace(
    List<String> names,
    List<Double> units,
    List<Double> constants,
    List<String> classes,
    int maxCategories) {

  /** For tasks without feature vectors. */
  public static final FeatureSpace NONE = unscaled(List.of());

  /** Copies the lists. */
  public FeatureSpace {
    names = List.copyOf(names);
    units = List.copyOf(units);
    constants = List.copyOf(constants);
    classes = List.copyOf(classes);
  }

  /** A space with the entries as they are in the dataset, and without a label. */
  public static FeatureSpace unscaled(List<String> names) {
    return new FeatureSpace(
        names,
        Collections.nCopies(names.size(), 1.0),
        Collections.nCopies(names.size(), 0.0),
        List.of(),
        0);
  }

  /** A vector in the units of the columns. */
  public double[] inUnits(Vector vector) {
    double[] values = vector.toArray().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = values[i] * units.get(i) + constants.get(i);
    }
    return values;
  }

  /** The number of entries. */
  public int size() {
    return names.size();
  }
}
