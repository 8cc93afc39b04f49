{{/* Anywhere, because name servers also run on the nodes themselves. 5353: where OpenShift's listen. */}}
{{- define "sparkbench-operator.dnsEgress" -}}
- ports:
    {{- range list 53 5353 }}
    - protocol: UDP
      port: {{ . }}
    - protocol: TCP
      port: {{ . }}
    {{- end }}
{{- end }}

{{/* An egress rule from {to, ports}; no peers are all peers. */}}
{{- define "sparkbench-operator.egress" -}}
- ports:
    {{- range .ports }}
    - protocol: TCP
      port: {{ . | int }}
    {{- end }}
  {{- with .to }}
  to:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}

{{/* networkPolicy.storage.ports and the port of jobs.storage.endpoint, as YAML. */}}
{{- define "sparkbench-operator.storagePorts" -}}
{{- $ports := list }}
{{- range .Values.networkPolicy.storage.ports }}
{{- $ports = append $ports (int .) }}
{{- end }}
{{- with .Values.jobs.storage.endpoint }}
{{- $url := urlParse . }}
{{- $ofScheme := eq $url.scheme "https" | ternary 443 80 }}
{{- $ports = append $ports (regexFind ":[0-9]+$" $url.host | trimPrefix ":" | default $ofScheme | int) }}
{{- end }}
{{- $ports | uniq | toYaml }}
{{- end }}
