{{- define "sparkbench-operator.gatewayName" -}}
{{- printf "%s-gateway" (include "sparkbench-operator.fullname" . | trunc 55 | trimSuffix "-") }}
{{- end }}

{{- define "sparkbench-operator.gatewaySelectorLabels" -}}
app.kubernetes.io/name: {{ include "sparkbench-operator.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: gateway
{{- end }}

{{- define "sparkbench-operator.gatewayLabels" -}}
{{ include "sparkbench-operator.commonLabels" . }}
app.kubernetes.io/component: gateway
{{- end }}

{{- define "sparkbench-operator.gatewayServiceAccountName" -}}
{{- .Values.gateway.serviceAccount.name | default (include "sparkbench-operator.gatewayName" .) }}
{{- end }}

{{- define "sparkbench-operator.gatewayNamespace" -}}
{{- .Values.gateway.defaultNamespace | default (include "sparkbench-operator.jobNamespaces" . | fromYamlArray | first) }}
{{- end }}

{{- define "sparkbench-operator.gatewayScheme" -}}
{{- .Values.gateway.tls.secretName | empty | ternary "http" "https" }}
{{- end }}

{{/* The gateway's environment. It refuses a SPARKBENCH_ variable that it does not know. */}}
{{- define "sparkbench-operator.gatewayEnv" -}}
{{- $gateway := .Values.gateway -}}
- name: SPARKBENCH_GATEWAY_DEFAULT_NAMESPACE
  value: {{ include "sparkbench-operator.gatewayNamespace" . }}
- name: SPARKBENCH_GATEWAY_MAX_WAITING
  value: {{ $gateway.maxWaiting | int | quote }}
- name: SPARKBENCH_GATEWAY_MAX_WAITING_PER_CALLER
  value: {{ $gateway.maxWaitingPerCaller | int | quote }}
- name: SPARKBENCH_GATEWAY_DRAIN_SECONDS
  value: {{ $gateway.drainSeconds | int | quote }}
{{- with $gateway.tokenAudiences }}
- name: SPARKBENCH_GATEWAY_TOKEN_AUDIENCES
  value: {{ join "," . | quote }}
{{- end }}
{{- if $gateway.tls.secretName }}
- name: SPARKBENCH_GATEWAY_TLS_CERTIFICATE
  value: /tls/tls.crt
- name: SPARKBENCH_GATEWAY_TLS_KEY
  value: /tls/tls.key
{{- else }}
- name: SPARKBENCH_GATEWAY_PLAIN_HTTP
  value: "true"
{{- end }}
{{- with .Values.watchNamespaces }}
- name: SPARKBENCH_WATCH_NAMESPACES
  value: {{ join "," . | quote }}
{{- end }}
{{- with .Values.jobs.storage.bucket }}
- name: SPARKBENCH_S3_BUCKET
  value: {{ . | quote }}
{{- end }}
- name: SPARKBENCH_LOG_FORMAT
  value: {{ .Values.operator.log.format }}
- name: SPARKBENCH_LOG_LEVEL
  value: {{ .Values.operator.log.level }}
{{- end }}
