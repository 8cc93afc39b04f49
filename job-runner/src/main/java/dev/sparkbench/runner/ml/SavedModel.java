// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.ml;

import dev.sparkbench.api.contract.S3Uri;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model with all stages that compute its input from the dataset's own columns, as a {@link
 * PipelineModel} of Spark, which can load it.
 *
 * <p>Models that are datasets themselves (ALS, FP-growth) are computed again while they are
 * written. Their input is no longer in memory, because there it would have taken space from the
 * measured work.
 *
 * @param stages in their order
 */
record SavedModel(List<Transformer> stages) {

  private static final Logger LOG = LoggerFactory.getLogger(SavedModel.class);

  void writeTo(S3Uri place) {
    String path = "s3a://%s/%s".formatted(place.bucket(), place.key());
    try {
      new PipelineModel("model", stages).write().overwrite().save(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    LOG.info("saved the model to {}", place);
  }
}
