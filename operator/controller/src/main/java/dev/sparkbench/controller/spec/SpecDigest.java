// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.api.resource.EditOf;
import dev.sparkbench.api.resource.EditOf.Effect;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobSpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Determines the effect of an edit: to start over, to judge the results again, or neither.
 *
 * <p>Writing a default into the spec, or removing it, has no effect. This is so for defaults that
 * are the same everywhere. Defaults from the operator's configuration are not part of the digest,
 * so a change of the configuration does not repeat finished benchmarks.
 */
public final class SpecDigest {

  private static final String VARIANTS = "variants";
  private static final String COST = "cost";

  /** Enough digits to notice an edit; no decision depends on them. */
  private static final int FIELD_DIGITS = 8;

  /** Fields that earlier releases left out. */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of("podRetention", "suspend", "ttlSecondsAfterFinished");

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private SpecDigest() {}

  /**
   * A digest of everything that determines what is measured, and of the annotation that requests a
   * repetition. When it changes, the benchmark starts over.
   */
  public static String measured(SparkBenchmarkJob job) {
    return digest(measuredTree(job));
  }

  private static ObjectNode measuredTree(SparkBenchmarkJob job) {
    ObjectNode fields = fields(job.getSpec(), Effect.STARTS_OVER);
    if (job.getMetadata().getName() != null
        && job.getMetadata().getName().equals(job.getSpec().jobId())) {
      fields.remove("jobId");
    }
    return withRerun(fields, job);
  }

  /** A digest of each of these fields, by its name, so that users can see which one changed. */
  public static Map<String, String> measuredFields(SparkBenchmarkJob job) {
    Map<String, String> digests = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : measuredTree(job).properties()) {
      ObjectNode alone = JSON.createObjectNode();
      alone.set(field.getKey(), field.getValue());
      digests.put(field.getKey(), digest(alone).substring(0, FIELD_DIGITS));
    }
    return digests;
  }

  /**
   * A digest of the criteria for the figures: goal and cost. When it changes, verdicts and report
   * are renewed, and nothing is measured.
   */
  public static String judged(SparkBenchmarkJobSpec spec) {
    return digest(fields(spec, Effect.JUDGES_AGAIN));
  }

  /** A digest of everything that a request can contain, as it is written. */
  public static String of(SparkBenchmarkJobSpec spec) {
    ObjectNode fields = JSON.valueToTree(spec);
    fields.remove(WITHOUT_EFFECT);
    return digest(fields);
  }

  /** The digest of earlier releases, so that an upgrade repeats nothing. */
  public static String ofEarlierReleases(SparkBenchmarkJob job) {
    ObjectNode fields = JSON.valueToTree(job.getSpec());
    fields.remove(WITHOUT_EFFECT);
    return digest(withRerun(fields, job));
  }

  private static ObjectNode withRerun(ObjectNode fields, SparkBenchmarkJob job) {
    String rerun = job.getMetadata().getAnnotations().get(SparkBenchmarkJob.RERUN_ANNOTATION);
    if (rerun != null) {
      fields.put(SparkBenchmarkJob.RERUN_ANNOTATION, rerun);
    }
    return fields;
  }

  /** The fields with an effect, by their paths, without those that only repeat the default. */
  private static ObjectNode fields(SparkBenchmarkJobSpec spec, Effect effect) {
    ObjectNode tree = JSON.valueToTree(spec);
    ObjectNode fields = JSON.createObjectNode();
    SpecFields.ALL.forEach(
        (path, edit) -> {
          JsonNode value = tree.at("/" + path.replace('.', '/'));
          boolean says =
              !value.isMissingNode()
                  && !value.isNull()
                  && !(value.isContainerNode() && value.isEmpty())
                  && !isDefault(value, edit);
          if (edit.value() == effect && says) {
            fields.set(path, value);
          }
        });
    variants(tree, fields, effect);
    WrittenDefaults.remove(spec, fields);
    return fields;
  }

  /** Whether a value has the same meaning as an absent field. */
  static boolean isDefault(JsonNode value, EditOf edit) {
    return !edit.unless().isEmpty() && value.asText().equals(edit.unless());
  }

  /**
   * What a variant costs is no part of what is measured of it, and neither is the order of its node
   * counts.
   */
  private static void variants(ObjectNode tree, ObjectNode fields, Effect effect) {
    if (effect == Effect.STARTS_OVER) {
      fields
          .path(VARIANTS)
          .forEach(
              variant -> {
                if (variant instanceof ObjectNode object) {
                  object.remove(COST);
                  WrittenDefaults.removeFromVariant(object, tree);
                }
              });
    } else if (effect == Effect.JUDGES_AGAIN) {
      tree.path(VARIANTS)
          .forEach(
              variant -> {
                if (variant.get(COST) instanceof ObjectNode cost) {
                  WrittenDefaults.removeFromVariantCost(cost, tree.path(COST));
                  if (!cost.isEmpty()) {
                    fields.set(VARIANTS + "." + variant.path("name").asText() + "." + COST, cost);
                  }
                }
              });
    }
  }

  private static String digest(ObjectNode fields) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(JSON.writeValueAsString(fields).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException | JsonProcessingException e) {
      throw new IllegalStateException("cannot digest the spec", e);
    }
  }
}
