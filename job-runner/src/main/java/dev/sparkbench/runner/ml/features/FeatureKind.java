// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml.features;

import dev.sparkbench.runner.work.TaskParameters;

/**
 * Which feature vectors an algorithm takes.
 *
 * @param categories whether texts can be features
 * @param oneHot whether each category is a feature of its own; otherwise their number is one
 * @param scales whether the task has a parameter {@code scale}
 * @param maxFeatures how many entries a vector may have, so that the model's size has a bound
 */
public record FeatureKind(boolean categories, boolean oneHot, boolean scales, int maxFeatures) {

  private static final int MANY = 4096;

  /** For algorithms that calculate with all features alike and scale them themselves, if at all. */
  public static final FeatureKind LINEAR = new FeatureKind(true, true, false, MANY);

  /** For trees, which can tell numbers from categories. */
  public static final FeatureKind TREES = new FeatureKind(true, false, false, MANY);

  /** For algorithms that measure distances. */
  public static final FeatureKind DISTANCES = new FeatureKind(true, true, true, MANY);

  /** Numbers only. */
  public static final FeatureKind NUMBERS = new FeatureKind(false, false, false, MANY);

  /** The same with another bound. */
  public FeatureKind atMost(int features) {
    return new FeatureKind(categories, oneHot, scales, features);
  }

  boolean scaled(TaskParameters parameters) {
    return scales && parameters.flag("scale");
  }

  int maxCategories(TaskParameters parameters) {
    return categories ? parameters.integer("maxCategories") : 0;
  }
}
