// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml.features;

import dev.sparkbench.runner.work.TaskParameters;

/**
 * The feature vectors that an algorithm takes.
 *
 * @param categories whether texts can be features
 * @param oneHot whether each category is a feature of its own; otherwise the number of the category
 *     is one feature
 * @param scales whether the task has a parameter {@code scale}
 * @param maxFeatures the largest number of entries of a vector, which limits the size of the model
 */
public record FeatureKind(boolean categories, boolean oneHot, boolean scales, int maxFeatures) {

  private static final int MANY = 4096;

  /** For algorithms that treat all features as numbers and scale them themselves, if necessary. */
  public static final FeatureKind LINEAR = new FeatureKind(true, true, false, MANY);

  /** For trees, which distinguish numbers from categories. */
  public static final FeatureKind TREES = new FeatureKind(true, false, false, MANY);

  /** For algorithms that measure distances. */
  public static final FeatureKind DISTANCES = new FeatureKind(true, true, true, MANY);

  /** Numbers only. */
  public static final FeatureKind NUMBERS = new FeatureKind(false, false, false, MANY);

  /** Only numbers, with another limit. */
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
