{{- define "sparkbench-operator.name" -}}
{{- .Values.nameOverride | default .Chart.Name | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* The name of the operator's objects. Short enough for a Service; release names may have dots, Services not. */}}
{{- define "sparkbench-operator.fullname" -}}
{{- $name := include "sparkbench-operator.name" . }}
{{- $full := contains $name .Release.Name | ternary .Release.Name (printf "%s-%s" .Release.Name $name) }}
{{- .Values.fullnameOverride | default $full | replace "." "-" | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* Fixed for the life of a release: a Deployment's selector cannot be changed. */}}
{{- define "sparkbench-operator.selectorLabels" -}}
app.kubernetes.io/name: {{ include "sparkbench-operator.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: operator
{{- end }}

{{/* The pod of `helm test`. */}}
{{- define "sparkbench-operator.testLabels" -}}
app.kubernetes.io/name: {{ include "sparkbench-operator.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: test
{{- end }}

{{- define "sparkbench-operator.commonLabels" -}}
app.kubernetes.io/name: {{ include "sparkbench-operator.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "sparkbench-operator.labels" -}}
{{ include "sparkbench-operator.commonLabels" . }}
app.kubernetes.io/component: operator
{{- end }}

{{- define "sparkbench-operator.jobLabels" -}}
{{ include "sparkbench-operator.commonLabels" . }}
app.kubernetes.io/component: jobs
{{- end }}

{{/* An image reference from (image, default tag). */}}
{{- define "sparkbench-operator.image" -}}
{{- $image := index . 0 }}
{{- if $image.digest -}}
{{ $image.repository }}@{{ $image.digest }}
{{- else -}}
{{ $image.repository }}:{{ $image.tag | default (index . 1) }}
{{- end }}
{{- end }}

{{- define "sparkbench-operator.serviceAccountName" -}}
{{- .Values.operator.serviceAccount.name | default (include "sparkbench-operator.fullname" .) }}
{{- end }}

{{- define "sparkbench-operator.jobName" -}}
{{- printf "%s-job" (include "sparkbench-operator.fullname" .) }}
{{- end }}

{{- define "sparkbench-operator.jobServiceAccountName" -}}
{{- .Values.jobs.serviceAccount.name | default (include "sparkbench-operator.jobName" .) }}
{{- end }}

{{/* Where jobs get their service account, as YAML. */}}
{{- define "sparkbench-operator.jobNamespaces" -}}
{{- $own := .Release.Namespace }}
{{- $open := .Values.jobs.allowed.operatorNamespace }}
{{- $namespaces := .Values.jobNamespaces | default .Values.watchNamespaces | default ($open | ternary (list $own) (list)) }}
{{- if not $namespaces }}
{{- fail "jobNamespaces is empty: name a namespace in which benchmarks run, such as jobNamespaces={benchmarks}; with createJobNamespaces=true the chart makes it" }}
{{- end }}
{{- if and (not $open) (or (has $own $namespaces) (has $own .Values.watchNamespaces)) }}
{{- fail (printf "benchmarks in %s, the operator's own namespace, could take its rights; leave it out of jobNamespaces and watchNamespaces, or set jobs.allowed.operatorNamespace=true" $own) }}
{{- end }}
{{- toYaml $namespaces }}
{{- end }}

{{/* What driver, executor and report pods have in common, and no other pod has. */}}
{{- define "sparkbench-operator.jobPods" -}}
matchExpressions:
  - key: sparkbench.dev/job
    operator: Exists
{{- end }}
