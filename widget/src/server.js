// The requests of channel `web`.

export class Refusal extends Error {
  constructor(status, message, wait = 0) {
    super(message);
    this.status = status;
    this.wait = wait;
  }

  /** Whether the same request may succeed later. */
  get temporary() {
    return !this.status || this.status >= 500 || [408, 409, 425, 429].includes(this.status);
  }
}

const patience = 120000;

export class Server {
  token = null;

  constructor(base) {
    this.base = base;
  }

  url(path, query) {
    const url = new URL('webhooks/web/' + path, this.base);
    for (const [name, value] of Object.entries(query ?? {})) if (value) url.searchParams.set(name, value);
    return url.href;
  }

  get headers() {
    return this.token ? {Authorization: 'Bearer ' + this.token} : {};
  }

  /** The answer, or a Refusal; without a status when the server was not reached. */
  async request(method, path, {body, query, signal} = {}) {
    const headers = body ? {...this.headers, 'Content-Type': 'application/json'} : this.headers;
    let response;
    try {
      response = await fetch(this.url(path, query), {
        method,
        headers,
        body: body && JSON.stringify(body),
        credentials: 'omit',
        cache: 'no-store',
        signal,
      });
    } catch (error) {
      throw new Refusal(0, error.message);
    }
    if (!response.ok) throw new Refusal(response.status, await told(response), retryAfter(response));
    return response;
  }

  /** The JSON of an answer; a body that is cut or is no JSON counts as not reached. */
  async json(method, path, options = {}) {
    const limit = AbortSignal.timeout(patience);
    const signal = options.signal ? AbortSignal.any([options.signal, limit]) : limit;
    const response = await this.request(method, path, {...options, signal});
    return response.status === 204 ? null : response.json().catch((error) => Promise.reject(new Refusal(0, error.message)));
  }

  /** Uploads a file; only XMLHttpRequest tells how far it is. */
  upload(file, conversation, progress) {
    const request = new XMLHttpRequest();
    const form = new FormData();
    form.append('file', file, file.name);
    request.open('POST', this.url('files', {conversation}));
    for (const [name, value] of Object.entries(this.headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({loaded, total}) => progress(loaded / (total || 1));
    request.responseType = 'json';
    const done = new Promise((resolve, reject) => {
      request.onloadend = () => {
        const answer = request.response;
        if (answer?.id) resolve(answer);
        else reject(new Refusal(request.status, answer?.message ?? ''));
      };
    });
    request.send(form);
    return {done, abort: () => request.abort()};
  }
}

const told = (response) => response.json().then((body) => String(body.message ?? ''), () => '');

const retryAfter = (response) => Math.min(600, Number(response.headers.get('Retry-After')) || 0);
