#!/usr/bin/env python3
"""Writes tests/data/chat/templates.json: the Jinja text of each named chat template (as its publisher has it, branches
for tools left out; Vicuna v1.1, which has none, after FastChat's conversation.py) and what transformers renders from it.
Conversations that a template refuses have no text. Needs transformers 5."""
import json
import pathlib

from transformers.utils.chat_template_utils import render_jinja_template

OUT = pathlib.Path(__file__).resolve().parents[2] / 'tests/data/chat/templates.json'
CHATML = ("{{'<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n'}}{% endfor %}"
          "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}")
FIRST_SYSTEM = ("{% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}"
                "{{ '<|im_start|>system\\nSYSTEM<|im_end|>\\n' }}{% endif %}")
ALTERNATE = ("{%- if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}{{- raise_exception('Conversation roles "
             "must alternate user/assistant/user/assistant/...') }}{%- endif %}")
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
{%- if messages[0]['role'] == 'system' %}
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
""", '<|begin_of_text|>', '<|eot_id|>'),
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
    'qwen3': ("""{%- if messages[0].role == 'system' %}
    {{- '<|im_start|>system\\n' + messages[0].content + '<|im_end|>\\n' }}
{%- endif %}
{%- set ns = namespace(multi_step_tool=true, last_query_index=messages|length - 1) %}
{%- for message in messages[::-1] %}
    {%- set index = (messages|length - 1) - loop.index0 %}
    {%- if ns.multi_step_tool and message.role == "user" %}
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
{%- if add_generation_prompt %}
    {{- '<|im_start|>assistant\\n' }}
    {%- if enable_thinking is defined and enable_thinking is false %}
        {{- '<think>\\n\\n</think>\\n\\n' }}
    {%- endif %}
{%- endif %}""", '', '<|im_end|>'),
    'chatml': ("{% for message in messages %}" + CHATML, '', '<|im_end|>'),
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


def render(jinja, begin, end, messages, generation):
    try:
        rendered, _ = render_jinja_template([messages], chat_template=jinja, add_generation_prompt=generation,
                                            bos_token=begin, eos_token=end)
        return rendered[0]
    except Exception:
        return None


rows = [{'name': name, 'jinja': jinja,
         'cases': [{'messages': m, 'generation': g, 'text': render(jinja, begin, end, m, g)} for m, g in CONVERSATIONS]}
        for name, (jinja, begin, end) in TEMPLATES.items()]
OUT.write_text(json.dumps(rows, indent=1) + '\n')
