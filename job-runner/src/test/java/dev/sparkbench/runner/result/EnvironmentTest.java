package dev.sparkbench.runner.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentTest {

  @ParameterizedTest
  @CsvSource({
    "spark.hadoop.fs.s3a.secret.key, x",
    "spark.hadoop.fs.s3a.access.key, x",
    "spark.hadoop.fs.s3a.session.token, x",
    "spark.ssl.keyPassword, x",
    "spark.kubernetes.authenticate.oauthToken, x",
    "spark.my.PRIVATE_KEY, x",
    "spark.executorEnv.AWS_SECRET_ACCESS_KEY, x",
    "spark.executor.extraJavaOptions, -Da=b -Djavax.net.ssl.trustStorePassword=x",
    "spark.hadoop.http.proxy, http://user:x@proxy:3128",
  })
  void replacesWhatMayBeSecret(String name, String value) {
    assertThat(Environment.withoutSecrets(Map.of(name, value)))
        .isEqualTo(Map.of(name, "(redacted)"));
  }

  @ParameterizedTest
  @CsvSource({
    "spark.executor.memory, 1g",
    "spark.hadoop.fs.s3a.endpoint, http://store:9000",
    "spark.hadoop.fs.s3a.aws.credentials.provider, some.Provider",
    "spark.executor.extraJavaOptions, -Xss4m -Dkey=value",
    "spark.app.name, job 2_nodes",
  })
  void leavesTheRestAsItIs(String name, String value) {
    assertThat(Environment.withoutSecrets(Map.of(name, value))).isEqualTo(Map.of(name, value));
  }
}
