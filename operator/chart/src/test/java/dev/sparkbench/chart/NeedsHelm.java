// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.chart;

import com.marcnuri.helm.jni.NativeLibrary;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.ServiceLoader;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips tests, with a message, on machines for which there is no Helm library. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsHelm.Condition.class)
@interface NeedsHelm {

  /** Whether the library is on the class path, which depends on the machine that builds. */
  final class Condition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      return ServiceLoader.load(NativeLibrary.class).findFirst().isPresent()
          ? ConditionEvaluationResult.enabled("Helm is there")
          : ConditionEvaluationResult.disabled(
              "tests of the chart: helm-java has no Helm library for %s on %s"
                  .formatted(System.getProperty("os.name"), System.getProperty("os.arch")));
    }
  }
}
