{{/*
The operator's environment. It refuses a SPARKBENCH_ variable that it does not know, and what is not set here it has a
default for.
*/}}
{{- define "sparkbench-operator.env" -}}
{{- $jobs := .Values.jobs -}}
- name: SPARKBENCH_RUNNER_IMAGE
  value: {{ include "sparkbench-operator.image" (list $jobs.image .Chart.AppVersion) | quote }}
- name: SPARKBENCH_RUNNER_IMAGE_PULL_POLICY
  value: {{ $jobs.image.pullPolicy }}
{{- with $jobs.image.pullSecrets }}
- name: SPARKBENCH_RUNNER_IMAGE_PULL_SECRETS
  value: {{ join "," . | quote }}
{{- end }}
{{- with $jobs.storage.bucket }}
- name: SPARKBENCH_S3_BUCKET
  value: {{ . | quote }}
{{- end }}
{{- with $jobs.storage.endpoint }}
- name: SPARKBENCH_S3_ENDPOINT
  value: {{ . | quote }}
{{- end }}
{{- with $jobs.storage.region }}
- name: SPARKBENCH_S3_REGION
  value: {{ . | quote }}
{{- end }}
{{- if $jobs.storage.pathStyleAccess }}
- name: SPARKBENCH_S3_PATH_STYLE_ACCESS
  value: "true"
{{- end }}
{{- with $jobs.storage.credentialsSecret }}
- name: SPARKBENCH_S3_CREDENTIALS_SECRET
  value: {{ . | quote }}
{{- end }}
- name: SPARKBENCH_JOB_SERVICE_ACCOUNT
  value: {{ include "sparkbench-operator.jobServiceAccountName" . | quote }}
- name: SPARKBENCH_DRIVER_CORES
  value: {{ $jobs.driver.cores | int | quote }}
- name: SPARKBENCH_DRIVER_MEMORY
  value: {{ $jobs.driver.memory }}
- name: SPARKBENCH_EXECUTOR_CORES
  value: {{ $jobs.executor.cores | int | quote }}
- name: SPARKBENCH_EXECUTOR_MEMORY
  value: {{ $jobs.executor.memory }}
{{- with .Values.watchNamespaces }}
- name: SPARKBENCH_WATCH_NAMESPACES
  value: {{ join "," . | quote }}
{{- end }}
{{- if .Values.operator.leaderElection.enabled }}
- name: SPARKBENCH_LEADER_ELECTION_LEASE
  value: {{ include "sparkbench-operator.fullname" . }}
- name: SPARKBENCH_POD_NAME
  valueFrom:
    fieldRef:
      fieldPath: metadata.name
{{- end }}
- name: SPARKBENCH_POD_NAMESPACE
  valueFrom:
    fieldRef:
      fieldPath: metadata.namespace
{{- with $jobs.allowed }}
{{- if .operatorNamespace }}
- name: SPARKBENCH_ALLOWED_OPERATOR_NAMESPACE
  value: "true"
{{- end }}
{{- with .images }}
- name: SPARKBENCH_ALLOWED_IMAGES
  value: {{ join "," . | quote }}
{{- end }}
{{- with .serviceAccounts }}
- name: SPARKBENCH_ALLOWED_SERVICE_ACCOUNTS
  value: {{ join "," . | quote }}
{{- end }}
{{- with .secrets }}
- name: SPARKBENCH_ALLOWED_SECRETS
  value: {{ join "," . | quote }}
{{- end }}
{{- with .sparkProperties }}
- name: SPARKBENCH_ALLOWED_SPARK_PROPERTIES
  value: {{ join "," . | quote }}
{{- end }}
{{- if .applications }}
- name: SPARKBENCH_ALLOWED_APPLICATIONS
  value: "true"
{{- end }}
{{- with .podTemplates }}
{{- if .everything }}
- name: SPARKBENCH_ALLOWED_ANY_POD_TEMPLATE
  value: "true"
{{- end }}
# An empty list differs from no list.
- name: SPARKBENCH_ALLOWED_VOLUMES
  value: {{ join "," .volumes | quote }}
- name: SPARKBENCH_ALLOWED_ANNOTATIONS
  value: {{ join "," .annotations | quote }}
{{- with .containerImages }}
- name: SPARKBENCH_ALLOWED_CONTAINER_IMAGES
  value: {{ join "," . | quote }}
{{- end }}
{{- with .environment }}
- name: SPARKBENCH_ALLOWED_ENVIRONMENT
  value: {{ join "," . | quote }}
{{- end }}
{{- with .priorityClasses }}
- name: SPARKBENCH_ALLOWED_PRIORITY_CLASSES
  value: {{ join "," . | quote }}
{{- end }}
{{- end }}
{{- end }}
- name: SPARKBENCH_LOG_FORMAT
  value: {{ .Values.operator.log.format }}
- name: SPARKBENCH_LOG_LEVEL
  value: {{ .Values.operator.log.level }}
{{- end }}
