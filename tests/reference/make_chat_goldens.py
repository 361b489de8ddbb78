#!/usr/bin/env python3
"""Writes tests/data/chat/templates.json: the Jinja text of each named chat template (as its publisher has it, branches
for tools left out; Vicuna v1.1, which has none, after FastChat's conversation.py) and what transformers renders from it.
Conversations that a template refuses have no text. Needs transformers 5."""
import json
import pathlib

import jinja2
from transformers.utils.chat_template_utils import render_jinja_template

OUT = pathlib.Path(__file__).resolve().parents[2] / 'tests/data/chat/templates.json'
CHATML = ("{{'<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n'}}{% endfor %}"
          "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}")
FIRST_SYSTEM = ("{% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}"
                "{{ '<|im_start|>system\\nSYSTEM<|im_end|>\\n' }}{% endif %}")
ALTERNATE = ("{%- if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}{{- raise_exception('Conversation roles "
             "must alternate user/assistant/user/assistant/...') }}{%- endif %}")
MISTRAL_V0 = ("{{ bos_token }}{% for message in messages %}{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}"
              "{{ raise_exception('Conversation roles must alternate user/assistant/user/assistant/...') }}{% endif %}"
              "{% if message['role'] == 'user' %}{{ '[INST] ' + message['content'] + ' [/INST]' }}"
              "{% elif message['role'] == 'assistant' %}{{ message['content'] + eos_tokenAFTER}}{% else %}"
              "{{ raise_exception('Only user and assistant roles are supported!') }}{% endif %}{% endfor %}")
MISTRAL = """{%- if messages[0]["role"] == "system" %}
    {%- set system_message = messages[0]["content"] %}
    {%- set loop_messages = messages[1:] %}
{%- else %}
    {%- set loop_messages = messages %}
{%- endif %}

{{- bos_token }}
{%- for message in loop_messages %}
    """ + ALTERNATE + """
    {%- if message["role"] == "user" %}
        {%- if loop.WHICH and system_message is defined %}
            {{- "OPEN" + system_message + "\\n\\n" + message["content"] + "CLOSE" }}
        {%- else %}
            {{- "OPEN" + message["content"] + "CLOSE" }}
        {%- endif %}
    {%- elif message["role"] == "assistant" %}
        {{- " " + message["content"]TRIM + eos_token}}
    {%- endif %}
{%- endfor %}
"""

QWEN3_HEAD = """{%- if tools %}
    {{- "# Tools\\n\\nYou may call one or more functions. You are provided with function signatures." }}
{%- else %}
    {%- if messages[0].role == 'system' %}
        {{- '<|im_start|>system\\n' + messages[0].content + '<|im_end|>\\n' }}
    {%- endif %}
{%- endif %}
"""
QWEN3_BODY = """{%- set ns = namespace(multi_step_tool=true, last_query_index=messages|length - 1) %}
{%- for message in messages[::-1] %}
    {%- set index = (messages|length - 1) - loop.index0 %}
    {%- if ns.multi_step_tool and message.role == "user" and not(message.content.startswith('<tool_response>') and message.content.endswith('</tool_response>')) %}
        {%- set ns.multi_step_tool = false %}
        {%- set ns.last_query_index = index %}
    {%- endif %}
{%- endfor %}
{%- for message in messages %}
    {%- if (message.role == "user") or (message.role == "system" and not loop.first) %}
        {{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>' + '\\n' }}
    {%- elif message.role == "assistant" %}
        {%- set content = message.content %}
        {%- set reasoning_content = '' %}
        {%- if message.reasoning_content is defined and message.reasoning_content is not none %}
            {%- set reasoning_content = message.reasoning_content %}
        {%- else %}
            {%- if '</think>' in message.content %}
                {%- set content = message.content.split('</think>')[-1].lstrip('\\n') %}
                {%- set reasoning_content = message.content.split('</think>')[0].rstrip('\\n').split('<think>')[-1].lstrip('\\n') %}
            {%- endif %}
        {%- endif %}
        {%- if loop.index0 > ns.last_query_index %}
            {%- if loop.last or (not loop.last and reasoning_content) %}
                {{- '<|im_start|>' + message.role + '\\n<think>\\n' + reasoning_content.strip('\\n') + '\\n</think>\\n\\n' + content.lstrip('\\n') }}
            {%- else %}
                {{- '<|im_start|>' + message.role + '\\n' + content }}
            {%- endif %}
        {%- else %}
            {{- '<|im_start|>' + message.role + '\\n' + content }}
        {%- endif %}
        {{- '<|im_end|>\\n' }}
    {%- endif %}
{%- endfor %}
"""
QWEN3_PROMPT = """{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\\n' }}
    {%- if enable_thinking is defined and enable_thinking is false %}
        {{- '<think>\\n\\n</think>\\n\\n' }}
    {%- endif %}
{%- endif %}"""
QWEN3_2507_BODY = """{%- for message in messages %}
    {%- if message.content is string %}
        {%- set content = message.content %}
    {%- else %}
        {%- set content = '' %}
    {%- endif %}
    {%- if (message.role == "user") or (message.role == "system" and not loop.first) %}
        {{- '<|im_start|>' + message.role + '\\n' + content + '<|im_end|>' + '\\n' }}
    {%- elif message.role == "assistant" %}
        {{- '<|im_start|>' + message.role + '\\n' + content }}
        {{- '<|im_end|>\\n' }}
    {%- endif %}
{%- endfor %}
"""
QWEN3_2507_PROMPT = """{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\\n' }}
{%- endif %}
"""
SMOLLM3 = """{%- if enable_thinking is not defined -%}
{%- set enable_thinking = true -%}
{%- endif -%}
{%- if enable_thinking -%}
  {%- set reasoning_mode = "/think" -%}
{%- else -%}
  {%- set reasoning_mode = "/no_think" -%}
{%- endif -%}
{{- "<|im_start|>system\\n" -}}
{%- if messages[0].role == "system" -%}
  {%- set system_message = messages[0].content -%}
  {%- if "/no_think" in system_message -%}
    {%- set reasoning_mode = "/no_think" -%}
  {%- elif "/think" in system_message -%}
    {%- set reasoning_mode = "/think" -%}
  {%- endif -%}
  {%- set custom_instructions = system_message.replace("/no_think", "").replace("/think", "").rstrip() -%}
{%- endif -%}
{%- if "/system_override" in system_message -%}
  {{- custom_instructions.replace("/system_override", "").rstrip() -}}
  {{- "<|im_end|>\\n" -}}
{%- else -%}
  {{- "## Metadata\\n\\n" -}}
  {{- "Knowledge Cutoff Date: June 2025\\n" -}}
  {%- set today = strftime_now("%d %B %Y") -%}
  {{- "Today Date: " ~ today ~ "\\n" -}}
  {{- "Reasoning Mode: " + reasoning_mode + "\\n\\n" -}}
  {{- "## Custom Instructions\\n\\n" -}}
  {%- if custom_instructions -%}
    {{- custom_instructions + "\\n\\n" -}}
  {%- elif reasoning_mode == "/think" -%}
    {{- "PERSONA\\n\\n" -}}
  {%- else -%}
    {{- "You are a helpful AI assistant named SmolLM, trained by Hugging Face.\\n\\n" -}}
  {%- endif -%}
{%- endif -%}
{%- for message in messages -%}
    {%- set content = message.content if message.content is string else "" -%}
    {%- if message.role == "user" -%}
        {{ "<|im_start|>" + message.role + "\\n"  + content + "<|im_end|>\\n" }}
    {%- elif message.role == "assistant" -%}
        {% generation %}
        {%- if reasoning_mode == "/think" -%}
            {{ "<|im_start|>assistant\\n" + content.lstrip("\\n") + "<|im_end|>\\n" }}
        {%- else -%}
            {{ "<|im_start|>assistant\\n" + "<think>\\n\\n</think>\\n" + content.lstrip("\\n") + "<|im_end|>\\n" }}
        {%- endif -%}
        {% endgeneration %}
    {%- endif -%}
{%- endfor -%}
{%- if add_generation_prompt -%}
    {%- if reasoning_mode == "/think" -%}
        {{ "<|im_start|>assistant\\n" }}
    {%- else -%}
        {{ "<|im_start|>assistant\\n" + "<think>\\n\\n</think>\\n"  }}
    {%- endif -%}
{%- endif -%}
""".replace('PERSONA', (
    "You are a helpful AI assistant named SmolLM, trained by Hugging Face. Your role as an assistant involves "
    "thoroughly exploring questions through a systematic thinking process before providing the final precise "
    "and accurate solutions. This requires engaging in a comprehensive cycle of analysis, summarizing, "
    "exploration, reassessment, reflection, backtracking, and iteration to develop well-considered thinking "
    "process. Please structure your response into two main sections: Thought and Solution using the specified "
    "format: <think> Thought section </think> Solution section. In the Thought section, detail your reasoning "
    "process in steps. Each step should include detailed considerations such as analysing questions, "
    "summarizing relevant findings, brainstorming new ideas, verifying the accuracy of the current steps, "
    "refining any errors, and revisiting previous steps. In the Solution section, based on various attempts, "
    "explorations, and reflections from the Thought section, systematically present the final solution that "
    "you deem correct. The Solution section should be logical, accurate, and concise and detail necessary "
    "steps needed to reach the conclusion."))


# What follows the date in Llama 3.1 and 3.2.
LLAMA_DATED = """{%- if messages[0]['role'] == 'system' %}
    {%- set system_message = messages[0]['content']|trim %}
    {%- set messages = messages[1:] %}
{%- else %}
    {%- set system_message = "" %}
{%- endif %}
{{- "<|start_header_id|>system<|end_header_id|>\\n\\n" }}
{{- "Cutting Knowledge Date: December 2023\\n" }}
{{- "Today Date: " + date_string + "\\n\\n" }}
{{- system_message }}
{{- "<|eot_id|>" }}
{%- for message in messages %}
    {{- '<|start_header_id|>' + message['role'] + '<|end_header_id|>\\n\\n'+ message['content'] | trim + '<|eot_id|>' }}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}
{%- endif %}
"""


def mistral(which, opening, closing, trim):
    text = MISTRAL.replace('WHICH', which).replace('OPEN', opening).replace('CLOSE', closing)
    return text.replace('TRIM', trim)


# Name -> Jinja text, begin token, end token.
TEMPLATES = {
    'sample': ("{{ bos_token }}{% for m in messages %}<|{{ m['role'] }}|>\n{{ m['content'] }}<|end|>\n{% endfor %}"
               "{% if add_generation_prompt %}<|assistant|>\n{% endif %}", '<|begin_of_text|>', '<|end|>'),
    'smollm2': (FIRST_SYSTEM.replace('SYSTEM', 'You are a helpful AI assistant named SmolLM, trained by Hugging Face')
                + CHATML, '', '<|im_end|>'),
    'llama3': ("{% set loop_messages = messages %}{% for message in loop_messages %}{% set content = "
               "'<|start_header_id|>' + message['role'] + '<|end_header_id|>\\n\\n'+ message['content'] | trim + "
               "'<|eot_id|>' %}{% if loop.index0 == 0 %}{% set content = bos_token + content %}{% endif %}{{ content }}"
               "{% endfor %}{% if add_generation_prompt %}{{ '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}"
               "{% endif %}", '<|begin_of_text|>', '<|eot_id|>'),
    'llama3.1': ("""{{- bos_token }}
{%- if not date_string is defined %}
    {%- set date_string = "26 Jul 2024" %}
{%- endif %}
""" + LLAMA_DATED, '<|begin_of_text|>', '<|eot_id|>'),
    'llama3.2': ("""{{- bos_token }}
{%- if not date_string is defined %}
    {%- if strftime_now is defined %}
        {%- set date_string = strftime_now("%d %b %Y") %}
    {%- else %}
        {%- set date_string = "26 Jul 2024" %}
    {%- endif %}
{%- endif %}
""" + LLAMA_DATED, '<|begin_of_text|>', '<|eot_id|>'),
    'qwen2': (FIRST_SYSTEM.replace('SYSTEM', 'You are a helpful assistant.') + CHATML, '', '<|im_end|>'),
    'qwen2.5': ("""{%- if messages[0]['role'] == 'system' %}
    {{- '<|im_start|>system\\n' + messages[0]['content'] + '<|im_end|>\\n' }}
{%- else %}
    {{- '<|im_start|>system\\nYou are Qwen, created by Alibaba Cloud. You are a helpful assistant.<|im_end|>\\n' }}
{%- endif %}
{%- for message in messages %}
    {%- if (message.role == "user") or (message.role == "system" and not loop.first) or (message.role == "assistant") %}
        {{- '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>' + '\\n' }}
    {%- endif %}
{%- endfor %}
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\\n' }}
{%- endif %}
""", '', '<|im_end|>'),
    'qwen3': (QWEN3_HEAD + QWEN3_BODY + QWEN3_PROMPT, '', '<|im_end|>'),
    'qwen3-2507': (QWEN3_HEAD + QWEN3_2507_BODY + QWEN3_2507_PROMPT, '', '<|im_end|>'),
    'qwen3-thinking-2507': (QWEN3_HEAD + QWEN3_BODY + QWEN3_2507_PROMPT.replace('nt\\n', 'nt\\n<think>\\n'), '', '<|im_end|>'),
    'smollm3': (SMOLLM3, '', '<|im_end|>'),
    'chatml': ("{% for message in messages %}" + CHATML, '', '<|im_end|>'),
    'mistral-v0.1': (MISTRAL_V0.replace('AFTER', " + ' ' "), '<s>', '</s>'),
    'mistral-v0.2': (MISTRAL_V0.replace('AFTER', ''), '<s>', '</s>'),
    'llama2': ("{% if messages[0]['role'] == 'system' %}{% set loop_messages = messages[1:] %}{% set system_message = "
               "messages[0]['content'] %}{% else %}{% set loop_messages = messages %}{% set system_message = false %}"
               "{% endif %}{% for message in loop_messages %}" + ALTERNATE +
               "{% if loop.index0 == 0 and system_message != false %}{% set content = '<<SYS>>\\n' + system_message + "
               "'\\n<</SYS>>\\n\\n' + message['content'] %}{% else %}{% set content = message['content'] %}{% endif %}"
               "{% if message['role'] == 'user' %}{{ bos_token + '[INST] ' + content.strip() + ' [/INST]' }}"
               "{% elif message['role'] == 'assistant' %}{{ ' '  + content.strip() + ' ' + eos_token }}{% endif %}"
               "{% endfor %}", '<s>', '</s>'),
    'mistral-v1': (mistral('first', ' [INST] ', ' [/INST]', ''), '<s>', '</s>'),
    'mistral-v3': (mistral('last', '[INST] ', '[/INST]', '|trim'), '<s>', '</s>'),
    'vicuna': ("{{ bos_token }}{% if messages[0]['role'] == 'system' %}{{ messages[0]['content'] + ' ' }}{% set "
               "loop_messages = messages[1:] %}{% else %}{{ \"A chat between a curious user and an artificial "
               "intelligence assistant. The assistant gives helpful, detailed, and polite answers to the user's "
               "questions. \" }}{% set loop_messages = messages %}{% endif %}{% for message in loop_messages %}"
               + ALTERNATE + "{% if message['role'] == 'user' %}{{ 'USER: ' + message['content'] + ' ' }}{% else %}"
               "{{ 'ASSISTANT: ' + message['content'] + eos_token }}{% endif %}{% endfor %}"
               "{% if add_generation_prompt %}{{ 'ASSISTANT:' }}{% endif %}", '<s>', '</s>'),
    'zephyr': ("{% for message in messages %}\n{% if message['role'] == 'user' %}\n{{ '<|user|>\n' + message['content'] "
               "+ eos_token }}\n{% elif message['role'] == 'system' %}\n{{ '<|system|>\n' + message['content'] + "
               "eos_token }}\n{% elif message['role'] == 'assistant' %}\n{{ '<|assistant|>\n'  + message['content'] + "
               "eos_token }}\n{% endif %}\n{% if loop.last and add_generation_prompt %}\n{{ '<|assistant|>' }}\n"
               "{% endif %}\n{% endfor %}", '', '</s>'),
}
USER, ANSWER = {'role': 'user', 'content': ' Hi,\nyou? '}, {'role': 'assistant', 'content': '\tYes. \n'}
SYSTEM = {'role': 'system', 'content': ' Be short. '}
CONVERSATIONS = [([USER], True), ([USER, ANSWER], False), ([USER, ANSWER, USER], True), ([SYSTEM, USER], True),
                 ([SYSTEM, USER, ANSWER], False), ([SYSTEM, USER, ANSWER, USER, ANSWER], False), ([USER, USER], True),
                 ([ANSWER, USER], True)]
# What Qwen3 does with thoughts; ranges of contents are another matter there.
THOUGHT = {'role': 'assistant', 'content': '\n<think>\n\nHm <think> hm.\n\n</think>\n\n\nYes. \n'}
TOOL = {'role': 'user', 'content': '<tool_response>7</tool_response>'}
CUT = {'role': 'assistant', 'content': 'So\n</think>a</think>\nb'}
THOUGHTFUL = [([USER, THOUGHT], False), ([USER, THOUGHT, USER, THOUGHT], False), ([USER, THOUGHT, THOUGHT], False),
              ([USER, ANSWER, ANSWER], False), ([USER, THOUGHT, TOOL, CUT], False), ([ANSWER], False), ([CUT, USER], True),
              ([USER, {'role': 'assistant', 'content': '\n\nYes\n'}], False)]
# The dates a named template writes: Llama 3.2's where it has no clock, the day SmolLM3 came out.
DATES = {'llama3.2': {'date_string': '26 Jul 2024'}, 'smollm3': {'strftime_now': lambda form: '08 July 2025'}}


def render(name, messages, generation):
    jinja, begin, end = TEMPLATES[name]
    try:
        rendered, _ = render_jinja_template([messages], chat_template=jinja, add_generation_prompt=generation,
                                            bos_token=begin, eos_token=end, **DATES.get(name, {}))
        return rendered[0]
    except jinja2.exceptions.TemplateError:
        return None


def cases(name, conversations):
    return [{'messages': m, 'generation': g, 'text': render(name, m, g)} for m, g in conversations]


rows = [{'name': name, 'jinja': jinja, 'cases': cases(name, CONVERSATIONS)} for name, (jinja, _, _) in TEMPLATES.items()]
for row in rows:
    if row['name'] in ('qwen3', 'qwen3-thinking-2507'):
        row['thoughts'] = cases(row['name'], THOUGHTFUL)
OUT.write_text(json.dumps(rows, indent=1) + '\n')
