{{/* What the schema cannot see. */}}
{{- define "sparkbench-operator.checks" -}}
{{- $operator := .Values.operator }}
{{- if and (gt (int $operator.replicas) 1) (not $operator.leaderElection.enabled) }}
{{- fail (printf "operator.replicas is %d, but operator.leaderElection.enabled is false: one replica has to lead the others; set operator.leaderElection.enabled=true or operator.replicas=1" (int $operator.replicas)) }}
{{- end }}
{{- if and (not $operator.serviceAccount.create) (not $operator.serviceAccount.name) }}
{{- fail "operator.serviceAccount.name is empty, and operator.serviceAccount.create is false: name the service account that is there" }}
{{- end }}
{{- if and (not .Values.jobs.serviceAccount.create) (not .Values.jobs.serviceAccount.name) }}
{{- fail "jobs.serviceAccount.name is empty, and jobs.serviceAccount.create is false: name the service account that is there" }}
{{- end }}
{{- if .Values.watchNamespaces }}
{{- range .Values.jobNamespaces }}
{{- if not (has . $.Values.watchNamespaces) }}
{{- fail (printf "jobNamespaces has %s, but watchNamespaces has not: nobody would run the benchmarks there; add it to watchNamespaces" .) }}
{{- end }}
{{- end }}
{{- end }}
{{- with .Values.gateway }}
{{- if .enabled }}
{{- if eq (empty .tls.secretName) (not .tls.plainHttp) }}
{{- fail "gateway.tls needs either secretName, or plainHttp=true where something in front of the gateway has TLS: callers send tokens" }}
{{- end }}
{{- if and (not .serviceAccount.create) (not .serviceAccount.name) }}
{{- fail "gateway.serviceAccount.name is empty, and gateway.serviceAccount.create is false: name the service account that is there" }}
{{- end }}
{{- if gt (add .drainSeconds 10 | int) (int .terminationGracePeriodSeconds) }}
{{- fail (printf "gateway.terminationGracePeriodSeconds is %d, but gateway.drainSeconds is %d, and those who wait are answered after it; set it to %d or more" (int .terminationGracePeriodSeconds) (int .drainSeconds) (add .drainSeconds 10 | int)) }}
{{- end }}
{{- if and .defaultNamespace $.Values.watchNamespaces (not (has .defaultNamespace $.Values.watchNamespaces)) }}
{{- fail (printf "gateway.defaultNamespace is %s, but watchNamespaces has not: nobody would run the benchmarks there; add it to watchNamespaces" .defaultNamespace) }}
{{- end }}
{{- end }}
{{- end }}
{{- $fullname := include "sparkbench-operator.fullname" . }}
{{- if not (regexMatch "^[a-z]" $fullname) }}
{{- fail (printf "the Service's name would be %s, but must begin with a letter; set fullnameOverride or choose another release name" $fullname) }}
{{- end }}
{{- end }}
