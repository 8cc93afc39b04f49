package dev.sparkbench.controller.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.api.resource.SparkBenchmarkJobSpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;

/** Tells whether an edit asks for the benchmark to start over. */
public final class SpecDigest {

  /** Fields that can be edited without starting over. */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of("podRetention", "suspend", "ttlSecondsAfterFinished");

  /** Fields that the measured times are judged by. */
  private static final Set<String> JUDGING = Set.of("goal", "cost");

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private SpecDigest() {}

  /**
   * A digest of the fields that determine what is measured, as the user wrote them, and of the
   * annotation that asks for another time. Defaults are left out: another configuration of the
   * operator does not repeat finished benchmarks.
   */
  public static String of(SparkBenchmarkJob job) {
    ObjectNode fields = fields(job.getSpec());
    String rerun = job.getMetadata().getAnnotations().get(SparkBenchmarkJob.RERUN_ANNOTATION);
    if (rerun != null) {
      fields.put(SparkBenchmarkJob.RERUN_ANNOTATION, rerun);
    }
    return digest(fields);
  }

  /** A digest of the fields that the measured times are judged by. */
  public static String judged(SparkBenchmarkJob job) {
    ObjectNode fields = JSON.valueToTree(job.getSpec());
    return digest(fields.retain(JUDGING));
  }

  /** The same of the fields only. */
  public static String of(SparkBenchmarkJobSpec spec) {
    return digest(fields(spec));
  }

  private static ObjectNode fields(SparkBenchmarkJobSpec spec) {
    ObjectNode fields = JSON.valueToTree(spec);
    fields.remove(WITHOUT_EFFECT);
    fields.remove(JUDGING);
    return fields;
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
