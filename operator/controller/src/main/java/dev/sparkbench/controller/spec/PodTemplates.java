package dev.sparkbench.controller.spec;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.Map;

/** Reads the free-form pod templates of a spec. */
public final class PodTemplates {

  private static final ObjectMapper JSON = new ObjectMapper();

  private PodTemplates() {}

  /**
   * The template as a typed object.
   *
   * @throws IllegalArgumentException if a known field has a value of another type
   */
  public static PodTemplateSpec parse(Map<String, Object> template) {
    return JSON.convertValue(template, PodTemplateSpec.class);
  }
}
